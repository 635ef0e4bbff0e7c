package dev.bascule.publisher.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** ML-DSA key files and signatures, judged by the Java platform's own implementation, which devices use. */
class MlDsaKeyTest {

  private static final byte[] MESSAGE = "a canonical form".getBytes(US_ASCII);
  private static final byte[] SEED =
      HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

  /** RFC 9881, appendix C.1: the example's private key in the form of a seed, and how its public key begins. */
  @Test
  void writesAndReadsTheExampleOfRfc9881() throws Exception {
    String file = """
      -----BEGIN PRIVATE KEY-----
      MDQCAQAwCwYJYIZIAWUDBAMRBCKAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZ
      GhscHR4f
      -----END PRIVATE KEY-----
      """;
    PrivateKey key =
        PrivateKey.decode("test", Pem.parse("test", file.getBytes(US_ASCII)).content());

    assertThat(key.publicKey().type()).isEqualTo(KeyType.ML_DSA_44);
    assertThat(key.publicKey().pem()).startsWith("""
      -----BEGIN PUBLIC KEY-----
      MIIFMjALBglghkgBZQMEAxEDggUhANeytHJUquDbReeTDUqY0sl9jxOX0Xidr6Fw
      JLMW6b7JT8mUbULxm3mnQTu6oz5xSctC7VEVaTrAQfrLmIretf4OHYYxGEmVtZLD
      """);
    assertThat(new Pem("PRIVATE KEY", key.encode()).encode()).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource({"ML_DSA_44, ml-dsa-44/1, 2420", "ML_DSA_65, ml-dsa-65/1, 3309",
      "ML_DSA_87, ml-dsa-87/1, 4627"})
  void signsAsTap21SaysAndTheJavaPlatformVerifies(KeyType type, String scheme, int length)
      throws Exception {
    PrivateKey key = PrivateKey.generate(type, new SecureRandom());
    byte[] signature = key.sign(MESSAGE);

    assertThat(signature).hasSize(length);
    assertThat(key.publicKey().verifies(MESSAGE, signature)).isTrue();
    assertThat(key.publicKey().json().get("keytype").asText()).isEqualTo("ml-dsa");
    assertThat(key.publicKey().json().get("scheme").asText()).isEqualTo(scheme);
    Signature verifier = Signature.getInstance("ML-DSA");
    verifier.initVerify(platformKey(key.publicKey()));
    verifier.update(new byte[]{'t', 'u', 'f', 1});
    verifier.update(MessageDigest.getInstance("SHA-512").digest(MESSAGE));
    assertThat(verifier.verify(signature)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
  void refusesEveryDamagedSignature(KeyType type) {
    PrivateKey key = PrivateKey.generate(type, new SecureRandom());
    byte[] signature = key.sign(MESSAGE);

    for (int at = 0; at < signature.length; at += 97) {
      byte[] damaged = signature.clone();
      damaged[at] ^= 0x40;
      assertThat(key.publicKey().verifies(MESSAGE, damaged)).as("byte " + at).isFalse();
    }
    assertThat(key.publicKey().verifies("another".getBytes(US_ASCII), signature)).isFalse();
    assertThat(PrivateKey.generate(type, new SecureRandom())
        .publicKey()
        .verifies(MESSAGE, signature)).isFalse();
  }

  @Test
  void signsTheSameTwice() {
    PrivateKey key = PrivateKey.generate(KeyType.ML_DSA_65, new SecureRandom());

    assertThat(key.sign(MESSAGE)).isEqualTo(key.sign(MESSAGE));
  }

  /** Other tools write the expanded key, alone or with the seed (RFC 9881, section 6). */
  @ParameterizedTest
  @CsvSource({"0", "2"})
  void readsTheOtherForms(int format) throws Exception {
    MLDSAPrivateKeyParameters key = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, SEED);
    byte[] file = PrivateKeyInfoFactory.createPrivateKeyInfo(key.getParametersWithFormat(format))
        .getEncoded();
    assertThat(file.length).isGreaterThan(4000);

    PrivateKey read = PrivateKey.decode("test", file);
    assertThat(read.publicKey().verifies(MESSAGE, read.sign(MESSAGE))).isTrue();
    assertThat(PrivateKey.decode("test", read.encode()).publicKey()).isEqualTo(read.publicKey());
  }

  @Test
  void refusesAKeyThatSignsDigestsOnly() throws Exception {
    byte[] file = PrivateKeyInfoFactory.createPrivateKeyInfo(
        new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65_with_sha512, SEED)).getEncoded();

    assertThatThrownBy(() -> PrivateKey.decode("test", file))
        .isInstanceOf(KeyException.class)
        .hasMessageStartingWith("test: expected a key of pure ML-DSA, found ml-dsa-65-with-sha512");
  }

  @Test
  void makesNoRsaKeys() {
    assertThatThrownBy(() -> PrivateKey.generate(KeyType.RSA, new SecureRandom()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("choose ed25519");
  }

  private static PublicKey platformKey(VerifyingKey key) throws Exception {
    byte[] der = Pem.parse("test", key.pem().getBytes(US_ASCII)).content();
    return KeyFactory.getInstance("ML-DSA").generatePublic(new X509EncodedKeySpec(der));
  }
}
