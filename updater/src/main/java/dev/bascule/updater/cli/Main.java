package dev.bascule.updater.cli;

import dev.bascule.image.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command's way in. */
@Command(name = "bascule", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT,
    versionProvider = ProgramVersion.class,
    description = "Updates a device whose system exists twice: verifies an image, writes it to the slot that does not "
        + "run, tries it, and confirms it or returns.",
    synopsisSubcommandLabel = "COMMAND", usageHelpAutoWidth = true, subcommands = {
        StatusCommand.class, CheckCommand.class, UpdateCommand.class, InstallCommand.class,
        ActivateCommand.class, CancelCommand.class, ConfirmCommand.class, RollbackCommand.class,
        MarkCommand.class, HistoryCommand.class, ExplainCommand.class, DoctorCommand.class,
        RebootCommand.class, WatchCommand.class, MetricsCommand.class, DrillCommand.class,
        PageCommand.class,
        DaemonCommand.class, ScrubCommand.class, MigrateCommand.class,
        GenerateCompletion.class},
    exitCodeListHeading = "%nExit status:%n", exitCodeList = {
        "0:done, or nothing had to be done",
        "1:error: a source, a medium, a file",
        "2:usage: the command line makes no sense",
        "3:refused: it would break a rule; nothing was changed",
        "4:check: there is nothing to install",
        "5:confirm, migrate: the running system failed and was given up",
        "6:busy: another command is at work on the device",
        "7:scrub: a slot is damaged and was not repaired"})
public final class Main implements Runnable {

  @Spec
  private CommandSpec command = CommandSpec.create();

  private Main() {}

  /** Runs the command line and exits with one of {@link ExitCode}'s codes. */
  public static void main(String... arguments) {
    System.exit(run(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8), arguments));
  }

  /** What the command line can be, for manual pages and completion. */
  public static CommandSpec specification() {
    return commandLine().getCommandSpec();
  }

  /** Runs the command line. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine().setOut(out).setErr(err).execute(arguments);
  }

  private static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Version.class, Version::parse);
  }

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "expected a command");
  }
}
