package dev.bascule.updater.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Runs several command lines in one process. The virtual machine's cache of the start is made from one process, and is to know
 * what an update needs, what people ask for, and the rescue command. Nothing on a device starts it.
 */
public final class Rehearsal {

  private static final String BOOTCTL = "bascule-bootctl";

  private Rehearsal() {}

  /**
   * Runs them in turn, whatever they end with.
   *
   * @param lines each with its program's name before it, and blanks between words; {@code bascule-bootctl} ends the process
   */
  public static void main(String... lines) {
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      String[] arguments = Arrays.copyOfRange(words, 1, words.length);
      if (words[0].equals(BOOTCTL)) {
        dev.bascule.bootctl.cli.Main.main(arguments);
      } else {
        Main.run(new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8), arguments);
      }
    }
  }
}
