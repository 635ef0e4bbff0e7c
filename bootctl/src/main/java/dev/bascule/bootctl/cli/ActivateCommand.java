package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Slot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a slot the primary, on trial. */
@Command(name = "activate")
final class ActivateCommand implements Callable<Integer> {
  @Mixin
  private Device device;

  @Parameters(paramLabel = "SLOT", description = "A or B")
  private Slot slot;

  @Option(names = "--tries", defaultValue = "3", paramLabel = "N")
  private int tries;

  @Spec
  private CommandSpec command;

  @Override
  public Integer call() throws BootException {
    if (tries < 1 || tries > 15) {
      throw new ParameterException(command.commandLine(),
          "--tries: expected 1 to 15, found " + tries);
    }
    return device.printer().change(device.control().activate(slot, tries));
  }
}
