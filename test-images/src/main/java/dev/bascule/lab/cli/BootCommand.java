package dev.bascule.lab.cli;

import dev.bascule.bootctl.gpt.PriorityRule;
import dev.bascule.lab.boot.GptMachine;
import dev.bascule.lab.boot.Startup;
import dev.bascule.lab.disk.DiskImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab boot}: the loader's part of switching a machine on. */
@Command(name = "boot",
    description = "Does to a disk what a boot loader with GPT priorities does, and leaves its evidence.",
    mixinStandardHelpOptions = true)
final class BootCommand implements Callable<Integer> {

  @Spec
  private CommandSpec command;
  @Parameters(paramLabel = "DISK", description = "The disk's file.")
  private Path disk;
  @Option(names = "--proc", required = true, paramLabel = "DIRECTORY",
      description = "Stands for /proc: the evidence goes there.")
  private Path proc;
  @Option(names = "--rule", defaultValue = "GPTPRIO",
      description = "How the loader counts tries: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private PriorityRule rule;

  @Override
  public Integer call() throws IOException {
    return switch (new GptMachine(new DiskImage(disk), rule, proc).powerOn()) {
      case Startup.Booted booted -> {
        command.commandLine().getOut().println(booted.slot() + " " + booted.commandLine());
        yield ExitCode.DONE;
      }
      case Startup.NothingBootable _ -> {
        command.commandLine().getErr().println("lab: " + disk + ": no slot is bootable");
        yield ExitCode.NOTHING_BOOTABLE;
      }
    };
  }
}
