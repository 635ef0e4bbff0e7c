package dev.bascule.updater.cli;

import dev.bascule.image.Sha256;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.bus.BusServer;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.SourceSettings;
import dev.bascule.updater.config.Span;
import dev.bascule.updater.daemon.AutomaticUpdate;
import dev.bascule.updater.daemon.AutomaticUpdate.Look;
import dev.bascule.updater.daemon.PollLoop;
import dev.bascule.updater.daemon.PollSchedule;
import dev.bascule.updater.device.DeviceSeed;
import dev.bascule.updater.hawkbit.PollTime;
import dev.bascule.updater.service.UpdateService;
import dev.bascule.updater.update.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Looks again and again, and takes up what there is. */
@Command(name = "daemon",
    description = "Look for an update now and then, install and activate it. Every wait has its own jitter; after a failure it waits a minute, then two, then four.",
    footer = {
        "", "The device is locked only while it is at work, not while it waits."})
final class DaemonCommand extends DeviceCommand {

  @Option(names = "--once", description = "Look once, at once, and end: for a timer.")
  private boolean once;

  @Option(names = "--patience", paramLabel = "TIME", defaultValue = "0s",
      converter = SpanConverter.class,
      description = "With --once: try a look that fails again, with the daemon's waits, for at most that long (default: 0s).")
  private Duration patience = Duration.ZERO;

  @Option(names = "--reboot", description = "Restart the device when an image was activated.")
  private boolean reboot;

  @Option(names = "--bus",
      description = "Serve dev.bascule.Updater1 on the system's message bus, look for nothing, and leave when idle: what the bus starts on demand.")
  private boolean bus;

  @Option(names = "--idle", paramLabel = "TIME", defaultValue = "60s",
      converter = SpanConverter.class,
      description = "With --bus: leave after that long without a call (default: 60s).")
  private Duration idle = Duration.ofMinutes(1);

  /** What the last look did, if it did something. */
  private @Nullable Result result;

  @Override
  boolean take(String option, String value) {
    if (!option.equals("--patience")) {
      return super.take(option, value);
    }
    try {
      patience = Span.parse(value);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  @Override
  boolean take(String flag) {
    switch (flag) {
      case "--once" -> once = true;
      case "--reboot" -> reboot = true;
      case "--bus" -> bus = true;
      default -> {
        return super.take(flag);
      }
    }
    return true;
  }

  @Override
  int run(Configuration configuration, Printer printer) throws IOException {
    if (bus) {
      return serve(configuration);
    }
    SourceSettings source = configuration.source();
    if (source == null) {
      throw new UpdaterException("no repository is configured",
          "add a table [source] with a url to the configuration");
    }
    SplittableRandom random = new SplittableRandom(seed(DeviceSeed.ofBoot(configuration)));
    PollSchedule schedule = new PollSchedule(source.poll(), source.jitter(), random);
    PollLoop loop = new PollLoop(() -> {
      boolean restarts = look(configuration, printer).restarts();
      polled(configuration).ifPresent(time -> schedule.every(time.sleep()));
      return restarts;
    }, schedule, Thread::sleep, new Talk(printer));
    if (!once) {
      loop.run();
      return ExitCode.OK;
    }
    PollTime polled = polled(configuration).orElse(null);
    if (polled != null && !polled.due(Instant.now())) {
      printer.event("waiting", "hawkBit asks not to be polled before " + polled.next());
      return ExitCode.OK;
    }
    loop.runOnce(patience);
    return result == null ? ExitCode.OK : Printer.exit(result);
  }

  private int serve(Configuration configuration) throws IOException {
    try (UpdateService service = new UpdateService(configuration);
        BusServer server = BusServer.open(null, service, configuration.bus().rauc())) {
      server.serve(idle);
    }
    return ExitCode.OK;
  }

  /** Reads a length of time. */
  static final class SpanConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Span.parse(text);
    }
  }

  private static Optional<PollTime> polled(Configuration configuration) {
    return configuration.hawkbit() == null
        ? Optional.empty()
        : PollTime.read(configuration.device().run());
  }

  private Look look(Configuration configuration, Printer printer) throws IOException {
    Look look = new AutomaticUpdate(configuration, DrillCommand.gates(configuration), reboot).run();
    printer.event(look.event(), look.words());
    result = look.result();
    return look;
  }

  private static long seed(Sha256 device) {
    return ByteBuffer.wrap(device.bytes()).getLong();
  }

  /** Tells the log what the loop does: one line for each event. */
  private record Talk(Printer printer) implements PollLoop.Listener {
    @Override
    public void waiting(Duration wait) {
      printer.event("waiting", Span.format(wait));
    }

    @Override
    public void failed(Exception failure) {
      printer.event("failed", String.valueOf(failure.getMessage()));
    }
  }
}
