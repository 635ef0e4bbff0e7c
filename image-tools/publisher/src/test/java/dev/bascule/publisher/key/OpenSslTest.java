package dev.bascule.publisher.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.publisher.RealTool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenSSL judges key files and signatures: a fleet's keys must outlive this program. */
class OpenSslTest {

  private static final String PASSPHRASE = "correct horse battery";

  private final RealTool openssl = RealTool.require("openssl");
  private final SecureRandom random = new SecureRandom();
  @TempDir
  private Path directory;

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "ECDSA"})
  void opensslReadsOurEncryptedKey(KeyType type) throws IOException {
    KeyFile file = KeyFile.named(directory, "a");
    file.writeNew(PrivateKey.generate(type, random), Passphrase.of(PASSPHRASE.getBytes(UTF_8)),
        random);

    String publicKey = openssl.run("pkey", "-in", file.file().toString(), "-passin",
        "pass:" + PASSPHRASE, "-pubout");
    assertThat(publicKey).isEqualTo(Files.readString(file.publicFile()));
  }

  @ParameterizedTest
  @CsvSource({"ed25519,-scrypt", "ed25519,-v2prf hmacWithSHA256", "EC,-scrypt",
      "EC,-v2prf hmacWithSHA512"})
  void weReadOpensslsEncryptedKey(String algorithm, String derivation) throws IOException {
    Path plain = directory.resolve("plain.pem");
    Path encrypted = directory.resolve("a.key");
    if (algorithm.equals("EC")) {
      openssl.run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out",
          plain.toString());
    } else {
      openssl.run("genpkey", "-algorithm", algorithm, "-out", plain.toString());
    }
    openssl.run(("pkcs8 -topk8 -v2 aes-256-cbc " + derivation + " -in " + plain + " -out "
        + encrypted + " -passout").split(" "), "pass:" + PASSPHRASE);
    Files.setPosixFilePermissions(encrypted,
        java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));

    try (PrivateKey key = KeyFile.at(encrypted).open(passphrase())) {
      assertThat(key.publicKey().pem())
          .isEqualTo(openssl.run("pkey", "-in", plain.toString(), "-pubout"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "ECDSA"})
  void opensslVerifiesOurSignature(KeyType type) throws IOException {
    PrivateKey key = PrivateKey.generate(type, random);
    Path message = Files.writeString(directory.resolve("message"), "what was signed");
    Path signature = Files.write(directory.resolve("signature"),
        key.sign("what was signed".getBytes(UTF_8)));
    Path publicKey = Files.writeString(directory.resolve("a.pub"), key.publicKey().pem());

    String verdict = switch (type) {
      case ED25519 -> openssl.run("pkeyutl", "-verify", "-pubin", "-inkey", publicKey.toString(),
          "-rawin", "-in", message.toString(), "-sigfile", signature.toString());
      case ECDSA -> openssl.run("dgst", "-sha256", "-verify", publicKey.toString(), "-signature",
          signature.toString(), message.toString());
      case RSA, ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
        throw new IllegalArgumentException("older releases of OpenSSL know no ML-DSA");
    };
    assertThat(verdict).containsAnyOf("Signature Verified Successfully", "Verified OK");
  }

  @Test
  void signsTheSameTwice() {
    PrivateKey key = PrivateKey.generate(KeyType.ECDSA, random);

    assertThat(key.sign(new byte[]{1})).isEqualTo(key.sign(new byte[]{1}));
  }

  private static PassphraseSource passphrase() throws IOException {
    return PassphraseLines.read("test", new ByteArrayInputStream(PASSPHRASE.getBytes(UTF_8)));
  }
}
