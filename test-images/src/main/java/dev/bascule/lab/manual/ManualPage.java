package dev.bascule.lab.manual;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A program's page for section 1 of the manual, in the language of man(7): all its commands on one page, so that a
 * person in a rescue shell needs to open only that.
 */
final class ManualPage {

  private final CommandSpec program;
  private final String version;
  private final StringBuilder text = new StringBuilder();

  ManualPage(CommandSpec program, String version) {
    this.program = program;
    this.version = version;
  }

  /** The page's text. */
  String write() {
    String name = program.name();
    macro("TH", name.toUpperCase(Locale.ROOT), "1", "", "Bascule " + version, "User commands");
    macro("SH", "NAME");
    text.append(escape(name + " - " + firstSentence())).append('\n');
    macro("SH", "SYNOPSIS");
    synopsis(program);
    macro("SH", "DESCRIPTION");
    paragraphs(program.usageMessage().description());
    arguments(program);
    macro("SH", "COMMANDS");
    program.subcommands().values().forEach(command -> command(command.getCommandSpec()));
    exitStatus();
    notes();
    macro("SH", "SEE ALSO");
    text.append("The project's documentation, docs/ in its repository.\n");
    return text.toString();
  }

  private void command(CommandSpec command) {
    macro("SS", command.qualifiedName(" "));
    synopsis(command);
    macro("PP");
    paragraphs(command.usageMessage().description());
    arguments(command);
    footer(command);
    command.subcommands().values().forEach(inner -> command(inner.getCommandSpec()));
  }

  private void synopsis(CommandSpec command) {
    Help help = new Help(command, Ansi.OFF);
    String line = help.synopsis(0).replaceAll("\\s+", " ").strip();
    text.append(escape(line)).append('\n');
  }

  private void arguments(CommandSpec command) {
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      argument(parameter.paramLabel(), parameter);
    }
    for (OptionSpec option : command.options()) {
      String names = String.join(", ", option.names());
      argument(option.arity().max() == 0 ? names : names + " " + option.paramLabel(), option);
    }
  }

  private void argument(String head, ArgSpec argument) {
    if (!argument.hidden()) {
      macro("TP");
      text.append("\\fB").append(escape(head)).append("\\fR\n");
      paragraphs(argument.description());
    }
  }

  private void exitStatus() {
    var codes = program.usageMessage().exitCodeList();
    if (!codes.isEmpty()) {
      macro("SH", "EXIT STATUS");
      codes.forEach((code, meaning) -> {
        macro("TP");
        text.append(escape(code.strip())).append('\n').append(escape(meaning)).append('\n');
      });
    }
  }

  private void notes() {
    if (program.usageMessage().footer().length > 0) {
      macro("SH", "NOTES");
      footer(program);
    }
  }

  /** As it stands: there are examples in it. */
  private void footer(CommandSpec command) {
    List<String> lines = Arrays.asList(command.usageMessage().footer());
    if (!lines.isEmpty()) {
      macro("PP");
      macro("nf");
      lines.forEach(line -> text.append(escape(line)).append('\n'));
      macro("fi");
    }
  }

  private void paragraphs(String[] lines) {
    for (String line : lines) {
      if (line.isBlank()) {
        macro("PP");
      } else {
        text.append(escape(line.strip())).append('\n');
      }
    }
  }

  private String firstSentence() {
    String all = String.join(" ", program.usageMessage().description());
    int end = all.indexOf(':') > 0 ? all.indexOf(':') : all.indexOf('.');
    String sentence = end > 0 ? all.substring(0, end) : all;
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }

  private void macro(String name, String... arguments) {
    text.append('.').append(name);
    if (arguments.length > 0) {
      text.append(Arrays.stream(arguments)
          .map(argument -> " \"" + escape(argument).replace("\"", "\\(dq") + '"')
          .collect(Collectors.joining()));
    }
    text.append('\n');
  }

  /** Text that roff takes for nothing else: man-pages(7) for minus signs, and no line begins with a request. */
  private static String escape(String line) {
    String escaped = line.replace("%n", "")
        .replace("\\", "\\(rs")
        .replace("-", "\\-")
        .replace("…", "...")
        .replace("'", "\\(aq");
    return escaped.startsWith(".") ? "\\&" + escaped : escaped;
  }
}
