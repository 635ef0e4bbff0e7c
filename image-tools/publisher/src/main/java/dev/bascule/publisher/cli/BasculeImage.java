package dev.bascule.publisher.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself: it holds the subcommands and explains itself. */
@Command(name = "bascule-image", scope = ScopeType.INHERIT, versionProvider = ProgramVersion.class,
    description = "Builds, signs and publishes images for devices that run Bascule.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands, in the order in which a new fleet needs them:%n",
    exitCodeListHeading = "%nExit status:%n", exitCodeList = {
        "0:done",
        "1:error: a file, a key or a disk is missing or broken",
        "2:usage: the command line makes no sense",
        "3:refused: it would have hurt the fleet, or needs someone else first; nothing was changed",
        "4:only of plan: something would change"})
@SuppressWarnings("UnusedVariable") // picocli looks at the options itself
final class BasculeImage implements Runnable {

  @Option(names = {"-h",
      "--help"}, usageHelp = true, scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  /** Not inherited: some commands have a version to give. */
  @Option(names = {"-V",
      "--version"}, versionHelp = true, description = "Show the program's version and exit.")
  private boolean version;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command");
  }
}
