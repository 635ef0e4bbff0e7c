package dev.bascule.publisher.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class KeyFileTest {

  private final SecureRandom random = new SecureRandom();
  @TempDir
  private Path directory;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "RSA")
  void opensWhatItWrote(KeyType type) throws IOException {
    KeyFile file = KeyFile.named(directory, "alice");
    try (PrivateKey key = PrivateKey.generate(type, random)) {
      file.writeNew(key, passphrase("correct horse"), random);
      try (PrivateKey opened = file.open(answers("correct horse"))) {
        assertThat(opened.publicKey()).isEqualTo(key.publicKey());
        assertThat(opened.encode()).isEqualTo(key.encode());
      }
      assertThat(VerifyingKey.read(directory.resolve("alice.pub"))).isEqualTo(key.publicKey());
    }
  }

  @Test
  void writesThePrivateHalfForItsOwnerAlone() throws IOException {
    KeyFile.named(directory, "a").writeNew(ed25519(), passphrase("12345678"), random);
    KeyFile.named(directory, "b").writeNewUnencrypted(ed25519());

    assertThat(mode("a.key")).isEqualTo("rw-------");
    assertThat(mode("b.key")).isEqualTo("rw-------");
  }

  @Test
  void keepsNoTraceOfTheSecretInAnEncryptedFile() throws IOException {
    PrivateKey key = ed25519();
    KeyFile.named(directory, "a").writeNew(key, passphrase("12345678"), random);

    byte[] content = Pem.read(directory.resolve("a.key")).content();
    byte[] secret = key.encode();
    for (int i = 0; i + 16 <= content.length; i++) {
      assertThat(java.util.Arrays.mismatch(content, i, i + 16, secret, 16, 32)).isNotNegative();
    }
  }

  @Test
  void refusesAWrongPassphrase() throws IOException {
    KeyFile file = KeyFile.named(directory, "a");
    file.writeNew(ed25519(), passphrase("12345678"), random);

    assertThatThrownBy(() -> file.open(answers("123456789")))
        .isInstanceOf(WrongPassphraseException.class)
        .hasMessage(directory.resolve("a.key") + ": wrong passphrase");
  }

  @Test
  void letsAPersonMistypeTwice() throws IOException {
    KeyFile file = KeyFile.named(directory, "a");
    PrivateKey key = ed25519();
    file.writeNew(key, passphrase("12345678"), random);

    assertThat(file.open(answers("1", "2", "12345678")).publicKey()).isEqualTo(key.publicKey());
    assertThatThrownBy(() -> file.open(answers("1", "2", "3", "12345678")))
        .isInstanceOf(WrongPassphraseException.class);
  }

  @Test
  void refusesAFileThatOthersMayRead() throws IOException {
    KeyFile file = KeyFile.named(directory, "a");
    file.writeNewUnencrypted(ed25519());
    Files.setPosixFilePermissions(file.file(), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> file.open(PassphraseSource.none()))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("found rw-r-----")
        .hasMessageEndingWith("chmod 600 " + file.file());
  }

  @Test
  void neverOverwritesAKey() throws IOException {
    KeyFile file = KeyFile.named(directory, "a");
    file.writeNewUnencrypted(ed25519());
    byte[] before = Files.readAllBytes(file.file());

    assertThatThrownBy(() -> file.writeNewUnencrypted(ed25519()))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("exists already");
    Files.delete(directory.resolve("a.pub"));
    assertThatThrownBy(() -> file.writeNewUnencrypted(ed25519()))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("exists already");
    assertThat(Files.readAllBytes(file.file())).isEqualTo(before);
  }

  @Test
  void refusesAShortPassphraseForANewKey() {
    KeyFile file = KeyFile.named(directory, "a");

    assertThatThrownBy(() -> file.writeNew(ed25519(), passphrase("1234567"), random))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("expected a passphrase of at least 8 bytes, found 7");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesAFileThatWasCutShortAnywhere() throws IOException {
    KeyFile whole = KeyFile.named(directory, "a");
    whole.writeNew(ed25519(), passphrase("12345678"), random);
    byte[] content = Files.readAllBytes(whole.file());
    Path cut = Files.createFile(directory.resolve("cut.key"), PosixFilePermissions
        .asFileAttribute(PosixFilePermissions.fromString("rw-------")));

    for (int length = 0; length < content.length - 1; length++) {
      Files.write(cut, java.util.Arrays.copyOf(content, length));
      assertThatThrownBy(() -> KeyFile.at(cut).open(answers("12345678")))
          .isInstanceOf(KeyException.class);
    }
  }

  @Test
  void takesOnePassphraseForAllKeysOrOneForEach() throws IOException {
    PassphraseLines one = lines("for all keys\n");
    assertThat(text(one.toOpen("a"))).isEqualTo("for all keys");
    assertThat(text(one.toOpen("b"))).isEqualTo("for all keys");

    PassphraseLines two = lines("first\r\nsecond");
    assertThat(text(two.toOpen("a"))).isEqualTo("first");
    assertThat(text(two.toOpen("b"))).isEqualTo("second");
    assertThatThrownBy(() -> two.toOpen("c"))
        .hasMessage("test: has 2 passphrases, none is left for c; "
            + "give one line for all keys, or one line for each");
  }

  @Test
  void refusesPassphrasesThatAreMissingOrTooLong() {
    assertThatThrownBy(() -> lines("")).isInstanceOf(KeyException.class);
    assertThatThrownBy(() -> lines("\nsecond")).isInstanceOf(KeyException.class);
    assertThatThrownBy(() -> lines("x".repeat(1025))).isInstanceOf(KeyException.class);
    assertThatThrownBy(() -> lines("x\n".repeat(40_000))).isInstanceOf(KeyException.class);
  }

  @Test
  void forgetsAPassphraseWhenItIsClosed() {
    Passphrase passphrase = passphrase("12345678");
    byte[] bytes = passphrase.bytes();
    passphrase.close();

    assertThat(bytes).containsOnly(0);
  }

  private PrivateKey ed25519() {
    return PrivateKey.generate(KeyType.ED25519, random);
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(directory.resolve(name)));
  }

  private static Passphrase passphrase(String text) {
    return Passphrase.of(text.getBytes(UTF_8));
  }

  private static String text(Passphrase passphrase) {
    return new String(passphrase.bytes(), UTF_8);
  }

  private static PassphraseLines lines(String text) throws IOException {
    return PassphraseLines.read("test", new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  /** A person who types these, one after the other, and no more than three. */
  private static PassphraseSource answers(String... answers) {
    Deque<String> left = new ArrayDeque<>(List.of(answers));
    return new PassphraseSource() {
      @Override
      public Passphrase toOpen(String keyFile) {
        return passphrase(left.remove());
      }

      @Override
      public Passphrase toProtect(String keyFile) {
        return passphrase(left.remove());
      }

      @Override
      public int attempts() {
        return Math.min(3, answers.length);
      }
    };
  }
}
