package dev.bascule.publisher.key;

import java.io.Console;
import java.io.EOFException;
import java.util.Optional;

/** Asks the person at the terminal, without showing what is typed. */
public final class PassphrasePrompt implements PassphraseSource {

  private static final int ATTEMPTS = 3;

  private final Console console;

  private PassphrasePrompt(Console console) {
    this.console = console;
  }

  /** A prompt, if there is a terminal. */
  public static Optional<PassphraseSource> atTerminal() {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(PassphrasePrompt::new);
  }

  @Override
  public Passphrase toOpen(String keyFile) throws EOFException {
    return ask("Passphrase of " + keyFile + ": ");
  }

  @Override
  public Passphrase toProtect(String keyFile) throws EOFException {
    for (int attempt = 1;; attempt++) {
      Passphrase first = ask("New passphrase for " + keyFile + ": ");
      try (Passphrase second = ask("The same again: ")) {
        if (first.sameAs(second)) {
          return first;
        }
      }
      first.close();
      if (attempt == ATTEMPTS) {
        throw new EOFException(keyFile + ": the passphrases differ; no key was written");
      }
      console.printf("They differ.%n");
    }
  }

  @Override
  public int attempts() {
    return ATTEMPTS;
  }

  private Passphrase ask(String prompt) throws EOFException {
    char[] typed = console.readPassword("%s", prompt);
    if (typed == null) {
      throw new EOFException("no passphrase was typed");
    }
    return Passphrase.typed(typed);
  }
}
