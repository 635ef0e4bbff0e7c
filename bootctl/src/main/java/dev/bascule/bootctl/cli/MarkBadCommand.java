package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Slot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Marks a slot bad. */
@Command(name = "mark-bad")
final class MarkBadCommand implements Callable<Integer> {
  @Mixin
  private Device device;

  @Parameters(paramLabel = "SLOT", description = "A or B")
  private Slot slot;

  @Override
  public Integer call() throws BootException {
    return device.printer().change(device.control().markBad(slot));
  }
}
