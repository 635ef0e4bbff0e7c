package dev.bascule.publisher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands that a page of documentation shows, block by block. */
record CommandPage(List<Block> blocks) {

  /**
   * Commands that are shown together, each on one line.
   *
   * @param title the heading above them
   */
  record Block(String title, List<String> commands) {}

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
