package dev.bascule.publisher.cli;

import dev.bascule.publisher.key.KeyException;
import dev.bascule.publisher.key.PassphraseLines;
import dev.bascule.publisher.key.PassphraseSource;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a command takes passphrases from. */
final class PassphraseOptions {

  @ArgGroup
  private @Nullable Choice choice;

  private static final class Choice {

    @Option(names = "--passphrase-fd", paramLabel = "N",
        description = "Read passphrases from file descriptor N: one line for all keys, or one for each in order.")
    @Nullable
    Integer descriptor;

    @Option(names = "--passphrase-file", paramLabel = "FILE",
        description = "Read passphrases from a file of mode 0600, in the same way.")
    @Nullable
    Path file;
  }

  /** The chosen source, or else a prompt, opened when it is first asked. */
  PassphraseSource whenNeeded(Surroundings surroundings) {
    return new LatePassphrases(() -> open(surroundings));
  }

  /** The chosen source, or else a prompt. */
  PassphraseSource open(Surroundings surroundings) throws IOException {
    if (choice != null && choice.descriptor != null) {
      return PassphraseLines.ofDescriptor(choice.descriptor);
    }
    if (choice != null && choice.file != null) {
      return PassphraseLines.ofFile(choice.file);
    }
    return surroundings.prompt()
        .get()
        .orElseThrow(() -> new KeyException("passphrase",
            "there is no terminal to ask at; give --passphrase-fd N or --passphrase-file FILE"));
  }
}
