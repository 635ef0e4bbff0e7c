package dev.bascule.publisher.cli;

import dev.bascule.publisher.key.PassphraseSource;
import dev.bascule.publisher.key.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A public key on the command line: {@code NAME.pub}, or the public half of a key in a module or behind a program. */
final class PublicKey {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8,64}");

  private PublicKey() {}

  /** Reads a key. */
  static VerifyingKey read(String name) throws IOException {
    return switch (KeySource.parse(name)) {
      case KeySource.InFile(Path file) -> VerifyingKey.read(file);
      case KeySource other -> other.publicKey(PassphraseSource.none());
    };
  }

  /** The id of a key that need not be at hand: how the id begins is enough. */
  static String id(String name) throws IOException {
    if (ID.matcher(name).matches() && !Files.exists(Path.of(name))) {
      return name;
    }
    return read(name).id().value();
  }
}
