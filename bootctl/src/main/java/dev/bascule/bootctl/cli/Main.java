package dev.bascule.bootctl.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Model.CommandSpec;

/** The command's entry: reads the command line, runs one verb, and turns errors into words and an exit code. */
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /** Runs the command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    var request = Request.read(arguments);
    if (request != null) {
      try {
        return run(request, out, err);
      } catch (WrongArgumentException e) {
        // Said below, with the usage.
      }
    }
    var command = Grammar.commandLine(asked -> run(asked, out, err)).setOut(out).setErr(err);
    if (arguments.length == 0) {
      command.usage(err);
      return ExitCode.USAGE;
    }
    return command.execute(arguments);
  }

  private static int run(Request request, PrintWriter out, PrintWriter err)
      throws WrongArgumentException {
    return new Session(request, Printer.of(request.has(Setting.JSON), out, err)).run();
  }

  /** What the command line can be, for manual pages and completion. */
  public static CommandSpec specification() {
    return Grammar.commandLine(_ -> ExitCode.USAGE).getCommandSpec();
  }
}
