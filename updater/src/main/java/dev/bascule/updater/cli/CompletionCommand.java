package dev.bascule.updater.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Gives the script by which a shell completes the command line, of all commands. */
@Command(name = "generate-completion",
    description = "Generate bash/zsh completion script for bascule.",
    footer = {"", "Example: in the shell that runs:",
        "  source <(bascule generate-completion)"})
final class CompletionCommand implements Runnable {

  @Spec
  private CommandSpec command = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = command.commandLine().getOut();
    out.print(AutoComplete.bash("bascule", Main.specification().commandLine()));
    out.println();
    out.flush();
  }
}
