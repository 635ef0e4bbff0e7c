package dev.bascule.updater.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.updater.bus.BusClient;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.device.Device.Claim;
import dev.bascule.updater.report.FigureFile;
import dev.bascule.updater.update.Refusal;
import dev.bascule.updater.update.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A subcommand that changes the device: it has the device's lock while it runs. */
abstract class Verb extends DeviceCommand {

  @Option(names = "--bus", paramLabel = "ADDRESS", arity = "0..1", fallbackValue = "",
      description = "Ask the daemon over the system's message bus, or over that at this address, instead of working on the disk: what happens by itself when you are not root.")
  private @Nullable String bus;

  /** Does it, and returns one of {@link ExitCode}'s codes. */
  abstract int run(Device device, Printer printer) throws IOException;

  /** How much the verb needs of the device. */
  Claim claim() {
    return Claim.ORDINARY;
  }

  /** The same as a question to the daemon; null for a verb that needs the disk itself. */
  BusClient.@Nullable Question question() {
    return null;
  }

  /** What the verb makes of the configuration. */
  Configuration adapt(Configuration configuration) {
    return configuration;
  }

  /** Whether the person who sits there, if one does, means it. Asked before the device is locked. */
  boolean meant(Configuration configuration, Printer printer) throws IOException {
    return true;
  }

  @Override
  final int run(Configuration configuration, Printer printer) throws IOException {
    if (!meant(configuration, printer)) {
      return printer.result(new Result.Refused(Refusal.YES_REQUIRED.word(),
          name() + " was not confirmed", Refusal.YES_REQUIRED.remedy()));
    }
    BusClient.Question question = question();
    if (question != null && (bus != null || isAnothers(configuration))) {
      return overBus(question, printer);
    }
    try (Device device = Device.open(adapt(configuration), name(), claim())) {
      return run(device, printer);
    } finally {
      FigureFile.write(configuration);
    }
  }

  /** Whether it is the running system that is meant, and not root who asks; by number, for a rescue system has no names. */
  private static boolean isAnothers(Configuration configuration) throws IOException {
    return configuration.device().root().equals(Path.of("/"))
        && !Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private int overBus(BusClient.Question question, Printer printer) throws IOException {
    try (BusClient client = BusClient.open(bus == null || bus.isEmpty() ? null : bus)) {
      ObjectNode reply = client.ask(question);
      printer.print(reply, List.of(reply.path("text").asText()));
      return ExitCode.OK;
    }
  }

  /** Shows how an install goes on, on standard error. */
  final ProgressBar progress() {
    return new ProgressBar(err(), terminal() != null && !json());
  }

  /** Restarts the device if that was asked for and is needed. */
  static void restartIf(boolean wanted, Device device, Printer printer, String why)
      throws IOException {
    if (wanted) {
      printer.err().println("restarting: " + why);
      device.restart(why);
    }
  }
}
