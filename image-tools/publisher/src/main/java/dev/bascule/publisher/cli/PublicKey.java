package dev.bascule.publisher.cli;

import dev.bascule.publisher.key.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A public key on the command line. */
final class PublicKey {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8,64}");

  private PublicKey() {}

  /** Reads a key. */
  static VerifyingKey read(String name) throws IOException {
    return VerifyingKey.read(Path.of(name));
  }

  /** The id of a key that need not be at hand: how the id begins is enough. */
  static String id(String name) throws IOException {
    if (ID.matcher(name).matches() && !Files.exists(Path.of(name))) {
      return name;
    }
    return read(name).id().value();
  }
}
