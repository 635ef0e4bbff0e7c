package dev.bascule.lab.manual;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** The manual pages and the shell completion of the project's programs. */
public final class Manual {

  private Manual() {}

  /** The three programs, as their own modules describe them. */
  static List<CommandSpec> programs() {
    return List.of(dev.bascule.updater.cli.Main.specification(),
        dev.bascule.publisher.cli.Main.specification(),
        dev.bascule.bootctl.cli.Main.specification());
  }

  /**
   * Writes {@code man1/NAME.1} and {@code bash-completion/NAME} for each program; files that are there are replaced.
   *
   * @param version the project's
   */
  public static void write(Path directory, String version) throws IOException {
    Path pages = Files.createDirectories(directory.resolve("man1"));
    Path completion = Files.createDirectories(directory.resolve("bash-completion"));
    for (CommandSpec program : programs()) {
      Files.writeString(pages.resolve(program.name() + ".1"),
          new ManualPage(program, version).write(), StandardCharsets.UTF_8);
      Files.writeString(completion.resolve(program.name()),
          AutoComplete.bash(program.name(), program.commandLine()), StandardCharsets.UTF_8);
    }
  }
}
