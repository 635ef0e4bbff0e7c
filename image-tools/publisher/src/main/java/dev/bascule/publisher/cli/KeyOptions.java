package dev.bascule.publisher.cli;

import dev.bascule.publisher.key.KeyRing;
import dev.bascule.publisher.key.PassphraseSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The private keys that a command signs with. */
final class KeyOptions {

  @Option(names = "--keys", paramLabel = "FILE", arity = "1..*",
      description = "Private keys to sign with, or directories of them. Each role is signed by those that it names.")
  private List<Path> files = new ArrayList<>();

  @Mixin
  private PassphraseOptions passphrases = new PassphraseOptions();

  /** Opens the keys. */
  KeyRing open(Surroundings surroundings) throws IOException {
    if (!KeyRing.needsPassphrase(files)) {
      return KeyRing.open(files, PassphraseSource.none());
    }
    try (PassphraseSource source = passphrases.open(surroundings)) {
      return KeyRing.open(files, source);
    }
  }
}
