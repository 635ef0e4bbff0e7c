package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The commands that a page of documentation shows, block by block. */
record CommandPage(List<Block> blocks) {

  /**
   * Commands that are shown together, each on one line.
   *
   * @param title the heading above them
   */
  record Block(String title, List<String> commands) {

    /**
     * Has somebody type the commands, a minute after each other; all must be for {@code bascule-image}, and succeed. Keys need
     * no passphrase.
     *
     * @param files which words name files, from where the reader stands
     */
    void type(Desk desk, Pattern files) {
      for (String command : commands) {
        assertThat(command).startsWith("bascule-image ");
        desk.later(Duration.ofMinutes(1));
        String[] words = command.split(" ", 3);
        String line = words[1] + " " + Arrays.stream(words[2].split(" ", -1))
            .map(word -> inDirectory(word, files))
            .collect(Collectors.joining(" "));
        desk.ok(command.contains(" keys create ") ? line + " --no-passphrase" : line);
      }
    }

    private static String inDirectory(String word, Pattern files) {
      int value = word.startsWith("-") ? 0 : word.indexOf('=') + 1;
      return files.matcher(word.substring(value)).matches()
          ? word.substring(0, value) + "@" + word.substring(value)
          : word;
    }
  }

  /** Reads the blocks that are marked {@code sh}. */
  static CommandPage read(Path page) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> commands = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    String title = "";
    boolean inside = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("#") && !inside) {
        title = line.replaceFirst("#+ *", "");
      } else if (line.startsWith("```")) {
        if (inside && !commands.isEmpty()) {
          blocks.add(new Block(title, List.copyOf(commands)));
        }
        commands.clear();
        inside = line.equals("```sh");
      } else if (inside) {
        boolean continued = line.endsWith("\\");
        command.append(continued ? line.substring(0, line.length() - 1) : line);
        if (!continued) {
          commands.add(command.toString().strip().replaceAll("\\s+", " "));
          command.setLength(0);
        }
      }
    }
    return new CommandPage(blocks);
  }
}
