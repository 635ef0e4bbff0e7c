package dev.bascule.lab.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command {@code test-images/lab}. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the answer is no
 * (nothing bootable).
 */
@Command(name = "lab", description = "Real disks, real images and the tools that judge them.", mixinStandardHelpOptions = true, subcommands = {
    DebianCommand.class, BenchCommand.class})
public final class Main {

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setExecutionExceptionHandler((failure, command, result) -> {
      if (failure instanceof IOException) {
        command.getErr().println("lab: " + failure.getMessage());
        return 1;
      }
      throw failure;
    });
  }
}
