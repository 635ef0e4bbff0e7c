package dev.bascule.publisher.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.publisher.RealTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that sign, good ones and bad ones. OpenSSL plays the key service. */
class CommandSignerTest {

  private static final byte[] MESSAGE = "what is signed".repeat(20_000).getBytes(UTF_8);

  @TempDir
  private Path directory;
  private Path program;

  @BeforeEach
  void nameTheProgram() {
    program = directory.resolve("signer");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "ecdsa-sha2-nistp256 | EC -pkeyopt ec_paramgen_curve:P-256 | dgst -sha256 -sign key.pem",
      "rsassa-pss-sha256 | RSA | dgst -sha256 -sign key.pem -sigopt rsa_padding_mode:pss "
          + "-sigopt rsa_pss_saltlen:32",
      "ed25519 | ed25519 | pkeyutl -sign -rawin -inkey key.pem -in /dev/stdin"})
  void signsWithAServiceThatHasACommand(String scheme, String algorithm, String sign)
      throws IOException {
    RealTool openssl = RealTool.require("openssl");
    Path key = directory.resolve("key.pem");
    openssl.run(("genpkey -algorithm " + algorithm + " -out " + key).split(" "));
    script("""
      case "$2 $3" in
        'public-key ') openssl pkey -in %1$s -pubout ;;
        'sign %2$s') cat >%1$s.in; openssl %3$s ;;
        *) exit 9 ;;
      esac""".formatted(key, scheme, sign.replace("key.pem", key.toString())
        .replace("/dev/stdin", key + ".in") + (sign.startsWith("dgst") ? " " + key + ".in" : "")));

    try (CommandSigner signer = CommandSigner.open("command:" + program + "  key-1")) {
      assertThat(signer.publicKey().type().scheme().schemeName()).isEqualTo(scheme);
      assertThat(signer.publicKey().verifies(MESSAGE, signer.sign(MESSAGE))).isTrue();
    }
  }

  /** A program for ML-DSA is given the bytes that the bare algorithm signs. */
  @Test
  void givesAnMlDsaProgramTap21sDigest() throws IOException {
    PrivateKey key = PrivateKey.generate(KeyType.ML_DSA_44, new SecureRandom());
    Files.writeString(directory.resolve("a.pub"), key.publicKey().pem());
    script("[ $1 = public-key ] && exec cat " + directory.resolve("a.pub") + "\nexec tee "
        + directory.resolve("seen"));

    try (CommandSigner signer = open()) {
      signer.sign(MESSAGE);
    }
    assertThat(Files.readAllBytes(directory.resolve("seen")))
        .isEqualTo(KeyType.ML_DSA_44.scheme().message(MESSAGE))
        .hasSize(68);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "echo no key 7 >&2; exit 4 | public-key: exit status 4; it says: no key 7",
      "exit 1 | it says: nothing", "echo hello | expected a key in PEM form",
      "head -c 100000 /dev/zero | expected at most 65536 bytes on standard output, found more",
      "yes | expected at most 65536 bytes", "exec sleep 60 | took longer than",
      "sleep 9 >/dev/null 2>&1 & exit 0 | expected a key in PEM form",
      "yes no >&2; exit 2 | took longer than",
      "printf '\\033[2J' >&2; exit 2 | it says: ?[2J"})
  void refusesAProgramThatGivesNoPublicKey(String body, String complaint) throws IOException {
    script(body);

    assertThatThrownBy(() -> CommandSigner.open("command:" + program, Duration.ofSeconds(2)))
        .isInstanceOf(KeyException.class)
        .hasMessageStartingWith("command:" + program)
        .hasMessageContaining(complaint);
  }

  @Test
  void passesOnWhyItDoesNotSign() throws IOException {
    PrivateKey key = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    Files.writeString(directory.resolve("a.pub"), key.publicKey().pem());
    script("[ $1 = public-key ] && exec cat " + directory.resolve("a.pub")
        + "\necho access denied >&2; exit 1");

    try (CommandSigner signer = open()) {
      assertThatThrownBy(() -> signer.sign(MESSAGE))
          .isInstanceOf(KeyException.class)
          .hasMessageContaining("sign: exit status 1; it says: access denied");
    }
  }

  @Test
  void saysThatThereIsNoProgram() {
    assertThatThrownBy(() -> CommandSigner.open("command:" + program))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("cannot be run");
    assertThatThrownBy(() -> CommandSigner.open("command: "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private CommandSigner open() throws IOException {
    return CommandSigner.open("command:" + program);
  }

  private void script(String body) throws IOException {
    Files.writeString(program, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }
}
