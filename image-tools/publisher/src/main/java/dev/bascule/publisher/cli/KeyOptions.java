package dev.bascule.publisher.cli;

import dev.bascule.publisher.key.KeyRing;
import dev.bascule.publisher.key.PassphraseSource;
import dev.bascule.publisher.pkcs11.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The private keys that a command signs with. */
final class KeyOptions {

  @Option(names = "--keys", paramLabel = "KEY", arity = "1..*",
      description = "Private keys to sign with: files or directories of them, pkcs11:token=…;object=…?module-path=… or command:PROGRAM. Each role is signed by those that it names.")
  private List<String> names = new ArrayList<>();

  @Mixin
  private PassphraseOptions passphrases = new PassphraseOptions();

  /** Opens the keys. */
  KeyRing open(Surroundings surroundings) throws IOException {
    List<KeySource> sources = names.stream().map(KeySource::parse).toList();
    Tokens tokens = new Tokens();
    KeyRing ring = KeyRing.of();
    try (PassphraseSource source = passphrases.whenNeeded(surroundings)) {
      for (KeySource one : sources) {
        one.addTo(ring, tokens, source);
      }
      return ring;
    } catch (IOException | RuntimeException e) {
      ring.close();
      throw e;
    }
  }
}
