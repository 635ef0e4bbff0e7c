package dev.bascule.lab.manual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.lab.Needs;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManualTest {

  private static final Tool GROFF = new Tool("groff", "groff-base");

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path directory;

  @BeforeEach
  void write() throws IOException {
    Manual.write(directory, "1.2.3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bascule", "bascule-image", "bascule-bootctl"})
  void groffHasNothingToSayOfAPage(String program) throws IOException {
    Needs.tools(GROFF);
    Path page = directory.resolve("man1").resolve(program + ".1");

    Outcome read = GROFF.command("-man", "-Tutf8", "-ww", "-Kutf8", "-rF0", page.toString()).run();

    assertThat(read.errors()).isEmpty();
    String shown = read.output().replaceAll(".\b", "");
    assertThat(shown).contains("NAME", "SYNOPSIS", "COMMANDS", "Bascule 1.2.3")
        .doesNotContain("${");
  }

  @Test
  void everyCommandAndOptionIsOnItsPage() throws IOException {
    for (var program : Manual.programs()) {
      String page = Files.readString(directory.resolve("man1").resolve(program.name() + ".1"))
          .replace("\\-", "-");
      for (var command : program.subcommands().values()) {
        assertThat(page).contains(".SS \"" + command.getCommandSpec().qualifiedName(" "));
        command.getCommandSpec()
            .options()
            .stream()
            .filter(option -> !option.hidden())
            .forEach(option -> assertThat(page).contains(option.longestName()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bascule", "bascule-image", "bascule-bootctl"})
  void bashCompletesAProgramsCommands(String program) throws IOException {
    Path completion = directory.resolve("bash-completion").resolve(program);

    Outcome words = new Tool("bash", "bash").command("-c", "source " + completion
        + "; COMP_WORDS=(" + program + " sta); COMP_CWORD=1; COMP_LINE='" + program
        + " sta'; COMP_POINT=${#COMP_LINE}; _complete_" + program
        + "; echo \"${COMPREPLY[@]}\"").run();

    assertThat(words.output().strip()).startsWith("status");
  }
}
