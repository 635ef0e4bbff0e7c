package dev.bascule.updater.cli;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.updater.bus.BusClient;
import dev.bascule.updater.device.Device;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a person knows better than the device. */
@Command(name = "mark",
    description = "Tell the device what it cannot know: the running slot is good, a slot is bad, a version may be tried again.",
    synopsisSubcommandLabel = "(good | bad SLOT | retry VERSION)", subcommands = {
        MarkCommand.Good.class, MarkCommand.Bad.class, MarkCommand.Retry.class})
final class MarkCommand implements Runnable {

  @Spec
  private CommandSpec command = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "expected good, bad or retry");
  }

  /** Confirms the running slot without checks. */
  @Command(name = "good",
      description = "Confirm the running slot on your word, without health checks.")
  static final class Good extends Verb {
    @Override
    BusClient.Question question() {
      return device -> device.mark("good", "", "");
    }

    @Override
    int run(Device device, Printer printer) throws IOException {
      return printer.result(device.markGood(person()));
    }
  }

  /** Gives up a slot. */
  @Command(name = "bad", description = "Make a slot one that the boot loader never picks.")
  static final class Bad extends Verb {
    @Parameters(paramLabel = "SLOT", description = "A or B.")
    private Slot slot = Slot.A;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "no reason given",
        description = "Why, for the record.")
    private String reason = "";

    @Override
    BusClient.Question question() {
      return device -> device.mark("bad", slot.name(), reason);
    }

    @Override
    int run(Device device, Printer printer) throws IOException {
      return printer.result(device.markBad(slot, person(), reason));
    }
  }

  /** Lifts quarantine and hold. */
  @Command(name = "retry",
      description = "Let a version be tried again that failed here or was rolled back from.")
  static final class Retry extends Verb {
    @Parameters(paramLabel = "VERSION", description = "The version.")
    private Version version = Version.parse("0.0.0");

    @Override
    BusClient.Question question() {
      return device -> device.mark("retry", version.toString(), "");
    }

    @Override
    int run(Device device, Printer printer) throws IOException {
      return printer.result(device.release(version, person()));
    }
  }
}
