package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.Slot;
import java.util.EnumMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Verbs and settings as picocli knows commands and options: for help, for manual pages and completion, and for command
 * lines that {@link Request#read} does not understand.
 */
final class Grammar {
  private static final String WORDS = "dev.bascule.bootctl.cli.help";

  private Grammar() {}

  /** The whole command, which hands each request that it understands to a runner. */
  static CommandLine commandLine(Runner runner) {
    var program = command().name("bascule-bootctl");
    for (var verb : Verb.values()) {
      program.addSubcommand(verb.word(), command(verb));
    }
    return new CommandLine(program).setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(parsed -> execute(parsed, runner));
  }

  private static CommandSpec command() {
    return CommandSpec.create()
        .mixinStandardHelpOptions(true)
        .resourceBundleBaseName(WORDS)
        .versionProvider(new BuildVersion());
  }

  private static CommandSpec command(Verb verb) {
    var command = command();
    if (verb.takesSlot()) {
      command.addPositional(PositionalParamSpec.builder()
          .index("0")
          .paramLabel("SLOT")
          .description("A or B")
          .type(Slot.class)
          .required(true)
          .build());
    }
    for (var setting : Setting.values()) {
      if (setting.belongsTo(verb)) {
        command.addOption(option(setting));
      }
    }
    return command;
  }

  private static OptionSpec option(Setting setting) {
    var option = OptionSpec.builder(setting.option());
    String label = setting.label();
    if (label == null) {
      return option.type(boolean.class).arity("0").build();
    }
    return option.type(String.class)
        .arity("1")
        .paramLabel(label)
        .defaultValue(setting.fallback())
        .build();
  }

  private static int execute(ParseResult parsed, Runner runner) {
    var help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    var inner = parsed.subcommand();
    if (inner == null) {
      throw new ParameterException(parsed.commandSpec().commandLine(),
          "Missing required subcommand");
    }
    try {
      return runner.run(request(inner));
    } catch (WrongArgumentException e) {
      throw new ParameterException(inner.commandSpec().commandLine(),
          String.valueOf(e.getMessage()));
    }
  }

  private static Request request(ParseResult parsed) {
    var verb = Verb.find(parsed.commandSpec().name());
    if (verb == null) {
      throw new IllegalStateException("no verb " + parsed.commandSpec().name());
    }
    var given = new EnumMap<Setting, String>(Setting.class);
    for (var setting : Setting.values()) {
      if (parsed.hasMatchedOption(setting.option())) {
        given.put(setting, setting.label() == null
            ? Request.ON
            : parsed.matchedOptionValue(setting.option(), Request.ON));
      }
    }
    return new Request(verb, parsed.matchedPositionalValue(0, (Slot) null), given);
  }

  /** Runs a request and gives the exit code. */
  @FunctionalInterface
  interface Runner {
    int run(Request request) throws WrongArgumentException;
  }
}
