package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command's entry: parses, runs one subcommand, and turns errors into words and an exit code. */
@Command(name = "bascule-bootctl", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class, synopsisSubcommandLabel = "COMMAND", usageHelpAutoWidth = true, sortOptions = false, subcommands = {
    StatusCommand.class, ActivateCommand.class, ConfirmCommand.class, MarkBadCommand.class,
    DisableCommand.class, RollbackCommand.class, CancelCommand.class, DoctorCommand.class,
    RepairCommand.class}, description = {
        "Shows and changes which slot a device boots, straight in the boot loader's own state.", "",
        "A device has two slots, A and B. One runs (booted); the loader will try one next (primary)."
            + " A slot is good (confirmed), on trial (activated, with tries left) or bad (never booted)."
            + " An operation that would leave nothing good to boot is refused."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:done, or nothing had to be done",
                "1:error: the state could not be read or written, or"
                    + " doctor found faults",
                "2:the command line is wrong",
                "3:refused: the operation would break a rule"}, footerHeading = "%nExamples:%n", footer = {
                    "  bascule-bootctl status --disk /dev/mmcblk0 --a PARTLABEL=ROOT-A --b PARTLABEL=ROOT-B",
                    "  bascule-bootctl rollback --disk /dev/mmcblk0 --a PARTLABEL=ROOT-A --b PARTLABEL=ROOT-B",
                    "  bascule-bootctl activate B --tries 3 --disk disk.img --a PARTLABEL=ROOT-A --b PARTLABEL=ROOT-B"
                        + " --proc bench/proc"})
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /** Runs the command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    var command = new CommandLine(new Main()).setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::report);
    if (arguments.length == 0) {
      command.usage(err);
      return ExitCode.USAGE;
    }
    return command.execute(arguments);
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
