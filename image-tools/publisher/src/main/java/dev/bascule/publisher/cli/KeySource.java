package dev.bascule.publisher.cli;

import dev.bascule.publisher.key.CommandSigner;
import dev.bascule.publisher.key.KeyFile;
import dev.bascule.publisher.key.KeyRing;
import dev.bascule.publisher.key.PassphraseSource;
import dev.bascule.publisher.key.VerifyingKey;
import dev.bascule.publisher.pkcs11.Pkcs11Uri;
import dev.bascule.publisher.pkcs11.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a key is, as the command line names it: in a file, in a security module, behind a program. */
sealed interface KeySource {

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException for a malformed URI
   */
  static KeySource parse(String name) {
    if (name.startsWith(Pkcs11Uri.SCHEME)) {
      return new InToken(Pkcs11Uri.parse(name));
    }
    if (name.startsWith(CommandSigner.SCHEME)) {
      return new ByProgram(name);
    }
    return new InFile(Path.of(name));
  }

  /** Opens the private half, and adds it to a ring. */
  void addTo(KeyRing ring, Tokens tokens, PassphraseSource passphrases) throws IOException;

  /** Reads the public half. */
  VerifyingKey publicKey(PassphraseSource passphrases) throws IOException;

  /** {@code NAME.key}, {@code NAME.pub}, or a directory. */
  record InFile(Path file) implements KeySource {

    @Override
    public void addTo(KeyRing ring, Tokens tokens, PassphraseSource passphrases)
        throws IOException {
      ring.addFile(file, passphrases);
    }

    @Override
    public VerifyingKey publicKey(PassphraseSource passphrases) throws IOException {
      if (Files.isDirectory(file) || !KeyFile.at(file).isPrivate()) {
        return VerifyingKey.read(file);
      }
      try (var key = KeyFile.at(file).open(passphrases)) {
        return key.publicKey();
      }
    }
  }

  /** A key that never leaves its module. */
  record InToken(Pkcs11Uri uri) implements KeySource {

    @Override
    public void addTo(KeyRing ring, Tokens tokens, PassphraseSource passphrases)
        throws IOException {
      ring.add(tokens.open(uri, passphrases));
    }

    @Override
    public VerifyingKey publicKey(PassphraseSource passphrases) throws IOException {
      return new Tokens().readPublicKey(uri);
    }
  }

  /** A key that a program signs with. */
  record ByProgram(String name) implements KeySource {

    @Override
    public void addTo(KeyRing ring, Tokens tokens, PassphraseSource passphrases)
        throws IOException {
      ring.add(CommandSigner.open(name));
    }

    @Override
    public VerifyingKey publicKey(PassphraseSource passphrases) throws IOException {
      try (CommandSigner signer = CommandSigner.open(name)) {
        return signer.publicKey();
      }
    }
  }
}
