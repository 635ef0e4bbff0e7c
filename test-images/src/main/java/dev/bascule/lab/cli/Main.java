package dev.bascule.lab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command {@code test-images/lab}: parses, runs one subcommand, and turns errors into words. */
@Command(name = "lab", description = "Real disks, real images, and the tools that judge them.",
    mixinStandardHelpOptions = true, versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND", usageHelpAutoWidth = true, subcommands = {
        DemoCommand.class, TrainCommand.class, ManualCommand.class, DebianCommand.class,
        DiskCommand.class, BootCommand.class, BenchCommand.class, VmCommand.class,
        PackageCommand.class, SoakCommand.class},
    exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:done", "1:something went wrong", "2:wrong command line", "3:boot: nothing is bootable"})
public final class Main {

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String... arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /** Runs the command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine command = new CommandLine(new Main()).setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::report);
    if (arguments.length == 0) {
      command.usage(err);
      return CommandLine.ExitCode.USAGE;
    }
    return command.execute(arguments);
  }

  private static int report(Exception error, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!(error instanceof IOException)) {
      throw error;
    }
    command.getErr().println("lab: " + error.getMessage());
    return ExitCode.FAILED;
  }
}
