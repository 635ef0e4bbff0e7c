package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command's entry: parses, runs one subcommand, and turns errors into words and an exit code. */
@Command(name = "bascule-bootctl", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT,
    versionProvider = BuildVersion.class, resourceBundle = "dev.bascule.bootctl.cli.help")
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /** Runs the command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    var command = commandLine().setOut(out).setErr(err);
    if (arguments.length == 0) {
      command.usage(err);
      return ExitCode.USAGE;
    }
    return command.execute(arguments);
  }

  /** What the command line can be, for manual pages and completion. */
  public static CommandSpec specification() {
    return commandLine().getCommandSpec();
  }

  private static CommandLine commandLine() {
    var command = new CommandLine(new Main());
    for (var verb : List.of(new StatusCommand(), new ActivateCommand(), new ConfirmCommand(),
        new MarkBadCommand(), new DisableCommand(), new RollbackCommand(), new CancelCommand(),
        new DoctorCommand(), new RepairCommand())) {
      command.addSubcommand(verb);
    }
    command.setUsageHelpAutoWidth(true);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    return command.setExecutionExceptionHandler(Main::report);
  }

  private static int report(Exception error, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!(error instanceof BootException failure)) {
      throw error;
    }
    var printer =
        Printer.of(command.getParseResult().matchedOptionValue("--json", false), command.getOut(),
            command.getErr());
    printer.failure(failure);
    return ExitCode.ERROR;
  }
}
