package dev.bascule.publisher.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key files are read before anybody vouches for them: every byte sequence is a key or a {@link KeyException}. */
class KeyFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyFile(byte[] file) {
    read(file);
  }

  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyKeyInPem(byte[] content) {
    for (String label : new String[]{"PUBLIC KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
      read(new Pem(label, content).encode().getBytes(StandardCharsets.US_ASCII));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void readsOrRefusesDamagedKeys(long seed) throws KeyException {
    Random random = new Random(seed);
    byte[][] keys = wholeKeys();
    for (int round = 0; round < 2000; round++) {
      byte[] damaged = keys[random.nextInt(keys.length)].clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      readsOrRefusesAnyKeyInPem(damaged);
    }
  }

  private static byte[][] wholeKeys() throws KeyException {
    SecureRandom random = new SecureRandom();
    PrivateKey ed25519 = PrivateKey.generate(KeyType.ED25519, random);
    PrivateKey ecdsa = PrivateKey.generate(KeyType.ECDSA, random);
    PrivateKey mlDsa = PrivateKey.generate(KeyType.ML_DSA_44, random);
    byte[] encrypted = KeyCipher
        .encrypt(ed25519.encode(), Passphrase.of(new byte[]{1}), random)
        .encode();
    return new byte[][]{ed25519.encode(), ecdsa.encode(), encrypted,
        pem(ed25519).content(), pem(ecdsa).content(), mlDsa.encode(), pem(mlDsa).content(),
        Pem.parse("test", VerifyingKeyTest.RSA_2048.getBytes(StandardCharsets.US_ASCII)).content()};
  }

  private static Pem pem(PrivateKey key) throws KeyException {
    return Pem.parse("test", key.publicKey().pem().getBytes(StandardCharsets.US_ASCII));
  }

  private static void read(byte[] file) {
    try {
      Pem pem = Pem.parse("test", file);
      switch (pem.label()) {
        case "PUBLIC KEY" -> {
          VerifyingKey key = VerifyingKey.of("test", pem);
          assertThat(Pem.parse("test", key.pem().getBytes(StandardCharsets.US_ASCII)).content())
              .isEqualTo(pem.content());
        }
        case "PRIVATE KEY" -> {
          PrivateKey key = PrivateKey.decode("test", pem.content());
          assertThat(PrivateKey.decode("test", key.encode()).publicKey())
              .isEqualTo(key.publicKey());
        }
        default -> KeyCipher.decode("test", pem.content());
      }
    } catch (KeyException e) {
      assertThat(e).hasMessageStartingWith("test: ");
    }
  }
}
