package dev.bascule.updater.device;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.loader.BootControls;
import dev.bascule.bootctl.loader.LoaderConfig;
import dev.bascule.bootctl.sys.FileLock;
import dev.bascule.image.Version;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.check.Check;
import dev.bascule.updater.check.Selection;
import dev.bascule.updater.check.Situation;
import dev.bascule.updater.config.BootSettings;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.VolumePair;
import dev.bascule.updater.health.HealthChecks;
import dev.bascule.updater.health.HealthReport;
import dev.bascule.updater.health.ProcessCheckRunner;
import dev.bascule.updater.install.InstallProgress;
import dev.bascule.updater.install.InstallSettings;
import dev.bascule.updater.install.Installer;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.Journal;
import dev.bascule.updater.slot.SlotRecords;
import dev.bascule.updater.slot.SlotRecords.SlotRecord;
import dev.bascule.updater.update.Activation;
import dev.bascule.updater.update.Cancellation;
import dev.bascule.updater.update.Confirmation;
import dev.bascule.updater.update.ImageInstall;
import dev.bascule.updater.update.Marking;
import dev.bascule.updater.update.Result;
import dev.bascule.updater.update.Rollback;
import dev.bascule.updater.update.Session;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This device, locked for one command: its boot loader, journal, slots and repository. Two commands cannot interleave;
 * the second waits a moment, then says who holds the lock.
 */
public final class Device implements Closeable {

  private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

  private final Configuration configuration;
  private final FileLock lock;
  private final Journal journal;
  private final Session session;
  private final SlotRecords records;

  private Device(Configuration configuration, FileLock lock, Journal journal, Session session) {
    this.configuration = configuration;
    this.lock = lock;
    this.journal = journal;
    this.session = session;
    this.records = new SlotRecords(configuration.device().state().resolve("slots"));
  }

  /** Locks the device and reads where it stands. */
  public static Device open(Configuration configuration) throws IOException {
    String bootId = BootId.read(configuration.host().proc());
    BootControl control = bootControl(configuration);
    FileLock lock = lock(configuration);
    try {
      Journal journal = Journal.open(
          configuration.device().state().resolve("journal"), Clock.systemUTC(), bootId);
      return new Device(configuration, lock, journal, new Session(control, journal, bootId));
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /** The boot loader's control, as configured. */
  static BootControl bootControl(Configuration configuration) throws IOException {
    BootSettings boot = configuration.boot();
    VolumePair slots = configuration.volume(boot.volume()).orElseThrow();
    return switch (boot.loader()) {
      case "gpt" -> BootControls.open(
          new LoaderConfig.Gpt(
              ConfiguredVolumes.requireDisk(boot.disk(), "the partition table"), slots.a(),
              slots.b()),
          configuration.host());
      default -> throw new UpdaterException(
          "[boot] loader: expected gpt, found \"" + boot.loader() + '"',
          "name a boot loader that this version knows");
    };
  }

  public Configuration configuration() {
    return configuration;
  }

  public Session session() {
    return session;
  }

  public Journal journal() {
    return journal;
  }

  /** Looks what the repository has for this device. */
  public Selection check(@Nullable Version wanted) throws IOException {
    session.settle();
    try (Repositories repository = Repositories.open(configuration, builtAt())) {
      return new Check(repository.images()).select(situation(wanted));
    }
  }

  /** Looks, and installs what was selected; the slot is not activated. */
  public Installed install(@Nullable Version wanted, InstallProgress progress) throws IOException {
    session.settle();
    try (Repositories repository = Repositories.open(configuration, builtAt())) {
      Selection selection = new Check(repository.images()).select(situation(wanted));
      if (!(selection instanceof Selection.Take take)) {
        return new Installed(selection, null, null);
      }
      InstallerTransfer transfer = new InstallerTransfer(
          new Installer(new ConfiguredVolumes(configuration), InstallSettings.standard()),
          progress);
      Result result = new ImageInstall(session, records, transfer).install(take);
      return new Installed(selection, result, transfer.report().orElse(null));
    }
  }

  public Result activate() throws IOException {
    return new Activation(session, configuration.boot().tries()).activate();
  }

  /** Runs the health checks on a slot that is on trial, and confirms it or gives it up. */
  public Result confirm() throws IOException {
    return new Confirmation(session, this::checkHealth).confirm();
  }

  public Result rollBack(String by, String why, boolean belowFloor) throws IOException {
    return new Rollback(session, belowFloor).rollBack(by, why);
  }

  public Result cancel(String by) throws IOException {
    return new Cancellation(session).cancel(by);
  }

  public Result markGood(String by) throws IOException {
    return new Confirmation(session, this::checkHealth).confirmUnchecked(by);
  }

  public Result markBad(Slot slot, String by, String why) throws IOException {
    return new Marking(session).markBad(slot, by, why);
  }

  public Result release(Version version, String by) throws IOException {
    return new Marking(session).release(version, by);
  }

  /** Asks for a restart; the reason is in the journal first. */
  public void restart(String why) throws IOException {
    journal.append(new Event.RebootRequested(why));
    Restart.now(configuration.boot().reboot());
  }

  /** What a slot holds, as far as journal and records know. */
  public Optional<ImageRef> content(Slot slot) throws IOException {
    return records.read(slot, session.ledger())
        .map(SlotRecord::ref)
        .or(() -> session.ledger().content(slot));
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      journal.close();
    }
  }

  private Situation situation(@Nullable Version wanted) throws IOException {
    Slot booted = session.observe().boot().booted();
    Version running = booted == null ? null : content(booted).map(ImageRef::version).orElse(null);
    var device = configuration.device();
    return new Situation(device.model(), device.compatible(), device.channel(), running, wanted,
        session.ledger());
  }

  /** When the running image was built, or long ago where that is not known. */
  private Instant builtAt() throws IOException {
    Slot booted = session.observe().boot().booted();
    return booted == null
        ? Instant.EPOCH
        : records.read(booted, session.ledger())
            .map(record -> record.manifest().built())
            .orElse(Instant.EPOCH);
  }

  private HealthReport checkHealth() throws IOException {
    Map<String, String> facts = new HashMap<>();
    Slot booted = session.observe().boot().booted();
    if (booted != null) {
      facts.put("BASCULE_SLOT", booted.name());
      content(booted).ifPresent(image -> facts.put("BASCULE_VERSION", image.version().toString()));
    }
    return new HealthChecks(configuration.health(),
        new ProcessCheckRunner(configuration.host().proc(), facts), System::nanoTime, Thread::sleep)
        .run();
  }

  private static FileLock lock(Configuration configuration) throws IOException {
    Path run = configuration.device().run();
    Files.createDirectories(run);
    Path file = run.resolve("lock");
    Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    return FileLock.acquire(file, LOCK_WAIT, configuration.host().proc());
  }
}
