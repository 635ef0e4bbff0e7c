package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.CanonicalJson;
import dev.bascule.image.json.Members;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureSchemeTest {

  private static final byte[] MESSAGE = "a canonical form".getBytes(StandardCharsets.UTF_8);

  @TempDir
  Path directory;

  @ParameterizedTest
  @EnumSource
  void verifiesWhatItsKeySignedAndNothingElse(SignatureScheme scheme) throws Exception {
    ForgedKey signer = ForgedKey.of(scheme);
    Key key = read(signer.json());
    byte[] signature = HexFormat.of().parseHex(signer.sign(MESSAGE));

    assertThat(key.scheme()).contains(scheme);
    assertThat(key.verifies(MESSAGE, signature)).isTrue();
    assertThat(key.verifies("another form".getBytes(StandardCharsets.UTF_8), signature)).isFalse();
    assertThat(read(ForgedKey.of(scheme).json()).verifies(MESSAGE, signature)).isFalse();
    signature[signature.length / 2] ^= 1;
    assertThat(key.verifies(MESSAGE, signature)).isFalse();
    assertThat(key.verifies(MESSAGE, new byte[0])).isFalse();
    assertThat(key.verifies(MESSAGE, new byte[10_000])).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void signsForAWholeRepository(SignatureScheme scheme) throws Exception {
    RepositoryForge forge = new RepositoryForge();
    forge.authorise("timestamp", 1, ForgedKey.of(scheme));
    forge.publish("root", "timestamp");
    Device device = new Device(forge, directory);

    device.client().refresh();

    assertThat(device.versions()).containsEntry("timestamp", 2L);
  }

  /** RFC 8032, section 7.1, test 2. */
  @Test
  void verifiesAnEd25519SignatureOfTheStandard() throws Exception {
    Key key = read(json("ed25519", "ed25519",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));

    assertThat(key.verifies(new byte[]{0x72}, HexFormat.of()
        .parseHex(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")))
        .isTrue();
  }

  /** TAP 21: the bytes "tuf", 1, and the SHA-512, under ML-DSA with an empty context. */
  @Test
  void signsTheDigestOfTap21WithMlDsa() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-65").generateKeyPair();
    Signature signer = Signature.getInstance("ML-DSA");
    signer.initSign(pair.getPrivate());
    signer.update(new byte[]{0x74, 0x75, 0x66, 0x01});
    signer.update(MessageDigest.getInstance("SHA-512").digest(MESSAGE));

    assertThat(read(ForgedKey.of(SignatureScheme.ML_DSA_65, pair).json())
        .verifies(MESSAGE, signer.sign())).isTrue();
    signer.update(MESSAGE);
    assertThat(read(ForgedKey.of(SignatureScheme.ML_DSA_65, pair).json())
        .verifies(MESSAGE, signer.sign())).isFalse();
  }

  @Test
  void refusesAMlDsaKeyOfAnotherParameterSetThanTheSchemeSays() throws Exception {
    ObjectNode key = ForgedKey.of(SignatureScheme.ML_DSA_44).json();
    key.put("scheme", "ml-dsa-87/1");

    assertThat(read(key).defect()).hasValue(
        "the scheme ml-dsa-87/1 needs a key of ML-DSA-87, this one is of ML-DSA-44");
  }

  @Test
  void readsTheOlderSpellingOfAnEcdsaKeysType() throws Exception {
    ForgedKey signer = ForgedKey.of(SignatureScheme.ECDSA_P256);
    ObjectNode key = signer.json();
    key.put("keytype", "ecdsa-sha2-nistp256");

    assertThat(read(key).verifies(MESSAGE, HexFormat.of().parseHex(signer.sign(MESSAGE)))).isTrue();
  }

  @Test
  void refusesAnEcdsaKeyOnAnotherCurveAndARsaKeyThatIsTooShort() throws Exception {
    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    curve.initialize(new ECGenParameterSpec("secp384r1"));
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1024);

    assertThat(read(ForgedKey.of(SignatureScheme.ECDSA_P256, curve.generateKeyPair()).json())
        .defect()).hasValue("an ECDSA key must be on the curve P-256");
    assertThat(read(ForgedKey.of(SignatureScheme.RSA_PSS_SHA256, rsa.generateKeyPair()).json())
        .defect()).hasValue("an RSA key must have 2048 to 8192 bits, this one has 1024");
  }

  @ParameterizedTest
  @CsvSource({
      "ed25519, ed25519, ''", "ed25519, ed25519, zz", "ed25519, ed25519, 00",
      "ecdsa, ecdsa-sha2-nistp256, ''",
      "ecdsa, ecdsa-sha2-nistp256, -----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----",
      "rsa, rsassa-pss-sha256, -----BEGIN PUBLIC KEY-----=-----END PUBLIC KEY-----",
      "ml-dsa, ml-dsa-44/1, -----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
      "rsa, ed25519, 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      "ed25519, ecdsa-sha2-nistp256, 00", "rsa, rsa-pkcs1v15-sha256, 00", "ml-dsa, ml-dsa-44/2, 00",
      "sphincs, sphincs-shake, 00"
  })
  void keepsAKeyThatItCannotUseAndNeverLetsItVerify(String type, String scheme, String text)
      throws Exception {
    Key key = read(json(type, scheme, text));

    assertThat(key.defect()).isPresent();
    assertThat(key.scheme()).isEmpty();
    assertThat(key.verifies(MESSAGE, new byte[64])).isFalse();
  }

  private static ObjectNode json(String type, String scheme, String text) {
    ObjectNode key = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    key.put("keytype", type).put("scheme", scheme).putObject("keyval").put("public", text);
    return key;
  }

  private static Key read(ObjectNode key) throws Exception {
    assertThat(CanonicalJson.encode(key)).isNotEmpty();
    return Key.read(KeyId.of(key), Members.of(key));
  }
}
