package dev.bascule.publisher.cli;

import dev.bascule.publisher.key.PassphrasePrompt;
import dev.bascule.publisher.key.PassphraseSource;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the command finds around it.
 *
 * @param out results, for machines and for reading on
 * @param err talk: progress, warnings, errors
 * @param terminal whether a person watches {@code err}
 * @param prompt asks that person for passphrases
 */
record Surroundings(PrintStream out, PrintStream err, boolean terminal, InstantSource clock,
    SecureRandom random, Supplier<Optional<PassphraseSource>> prompt) {

  /** The process's own. */
  static Surroundings ofProcess() {
    return new Surroundings(System.out, System.err, PassphrasePrompt.atTerminal().isPresent(),
        InstantSource.system(), new SecureRandom(), PassphrasePrompt::atTerminal);
  }
}
