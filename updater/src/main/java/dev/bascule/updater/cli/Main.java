package dev.bascule.updater.cli;

import static java.util.Map.entry;

import dev.bascule.image.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map.Entry;
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
    synopsisSubcommandLabel = "COMMAND", usageHelpAutoWidth = true,
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

  /** In the order of the usage, by the names that their annotations have. */
  static final List<Entry<String, Class<?>>> COMMANDS = List.of(
      entry("status", StatusCommand.class),
      entry("check", CheckCommand.class),
      entry("update", UpdateCommand.class),
      entry("install", InstallCommand.class),
      entry("activate", ActivateCommand.class),
      entry("cancel", CancelCommand.class),
      entry("confirm", ConfirmCommand.class),
      entry("rollback", RollbackCommand.class),
      entry("mark", MarkCommand.class),
      entry("history", HistoryCommand.class),
      entry("explain", ExplainCommand.class),
      entry("doctor", DoctorCommand.class),
      entry("reboot", RebootCommand.class),
      entry("watch", WatchCommand.class),
      entry("metrics", MetricsCommand.class),
      entry("drill", DrillCommand.class),
      entry("page", PageCommand.class),
      entry("daemon", DaemonCommand.class),
      entry("scrub", ScrubCommand.class),
      entry("migrate", MigrateCommand.class),
      entry("generate-completion", CompletionCommand.class));

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
    return commandLine(COMMANDS).getCommandSpec();
  }

  /** Runs the command line. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    DeviceCommand plain = PlainLine.read(out, err, arguments);
    if (plain != null) {
      return call(plain, err);
    }
    List<Entry<String, Class<?>>> named = COMMANDS.stream()
        .filter(command -> arguments.length > 0 && command.getKey().equals(arguments[0]))
        .toList();
    return commandLine(named.isEmpty() ? COMMANDS : named).setOut(out)
        .setErr(err)
        .execute(arguments);
  }

  /** A defect ends the process, as with picocli, whatever other threads are at. */
  private static int call(DeviceCommand command, PrintWriter err) {
    try {
      return command.call();
    } catch (RuntimeException e) {
      e.printStackTrace(err);
      return ExitCode.ERROR;
    }
  }

  /** Knows some commands. Reading the annotations of all of them takes longer than most of them take. */
  private static CommandLine commandLine(List<Entry<String, Class<?>>> commands) {
    CommandLine line = new CommandLine(new Main());
    commands.forEach(command -> line.addSubcommand(command.getKey(), command.getValue()));
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Version.class, Version::parse);
  }

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "expected a command");
  }
}
