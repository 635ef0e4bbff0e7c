package dev.bascule.updater.device;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.loader.BootControls;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.updater.check.CheckedImage;
import dev.bascule.updater.check.Selection;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.DataSettings;
import dev.bascule.updater.config.HawkbitSettings;
import dev.bascule.updater.data.DataDirectory;
import dev.bascule.updater.data.FormPrograms;
import dev.bascule.updater.health.HealthReport;
import dev.bascule.updater.install.InstallProgress;
import dev.bascule.updater.journal.AnnouncedLog;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.EventLog;
import dev.bascule.updater.journal.ForgivingLog;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.Journal;
import dev.bascule.updater.journal.SystemJournal;
import dev.bascule.updater.process.Programs;
import dev.bascule.updater.process.SystemPrograms;
import dev.bascule.updater.slot.SlotRecords;
import dev.bascule.updater.update.Activation;
import dev.bascule.updater.update.Cancellation;
import dev.bascule.updater.update.Confirmation;
import dev.bascule.updater.update.DeviceLock;
import dev.bascule.updater.update.Drill;
import dev.bascule.updater.update.Marking;
import dev.bascule.updater.update.Result;
import dev.bascule.updater.update.Rollback;
import dev.bascule.updater.update.Scrub;
import dev.bascule.updater.update.Session;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This device, locked for one command: its boot loader, journal, slots and repository. Two commands cannot interleave;
 * the second waits a moment, then says who holds the lock.
 */
public final class Device implements Closeable {

  private static final Duration LOCK_WAIT = Duration.ofSeconds(5);
  private static final Duration TAKE_OVER_WAIT = Duration.ofSeconds(30);

  private final Configuration configuration;
  private final DeviceLock lock;
  private final EventLog log;
  private final Session session;
  private final SlotRecords records;
  private final FailureEvidence evidence;
  private final Intake intake;

  private Device(Configuration configuration, String verb, DeviceLock lock, EventLog log,
      Session session) {
    this.configuration = configuration;
    this.lock = lock;
    this.log = log;
    this.session = session;
    this.records = new SlotRecords(configuration.device().state().resolve("slots"));
    this.intake = new Intake(configuration, verb, log, session, records);
    this.evidence = new FailureEvidence(configuration);
  }

  /** How much a command needs, and is given. */
  public enum Claim {
    /** Waits a moment for its turn. */
    ORDINARY,
    /** Ends a transfer that has the lock: a person at the device does not wait for a download. */
    URGENT,
    /** Goes on without a journal that can be written. */
    FORGIVING
  }

  /**
   * Locks the device and reads where it stands.
   *
   * @param verb what it is for; others are shown it while they wait
   */
  public static Device open(Configuration configuration, String verb, Claim claim)
      throws IOException {
    Path proc = configuration.host().proc();
    String bootId = BootId.read(proc);
    BootControl control = bootControl(configuration);
    Path run = configuration.device().run();
    DeviceLock lock = claim == Claim.URGENT
        ? DeviceLock.takeOver(run, verb, TAKE_OVER_WAIT, proc)
        : DeviceLock.acquire(run, verb, LOCK_WAIT, proc);
    try {
      Path journal = configuration.device().state().resolve("journal");
      EventLog log = claim == Claim.FORGIVING
          ? ForgivingLog.open(journal, Clock.systemUTC(), bootId)
          : Journal.open(journal, Clock.systemUTC(), bootId);
      EventLog announced =
          new AnnouncedLog(log, SystemJournal.of(configuration.device().root()));
      return new Device(configuration, verb, lock, announced,
          new Session(control, announced, bootId));
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /** The boot loader's control, as configured. */
  static BootControl bootControl(Configuration configuration) throws IOException {
    return BootControls.open(configuration.boot().loader(), configuration.host());
  }

  public Configuration configuration() {
    return configuration;
  }

  public Session session() {
    return session;
  }

  /** Why something of this command's is not in the journal, if so. */
  public Optional<IOException> journalFailure() {
    return log.failure().map(failure -> failure);
  }

  /** Looks what the repository has for this device. */
  public Selection check(@Nullable Version wanted) throws IOException {
    return intake.check(wanted);
  }

  /** Looks into a bundle for the newest image of this model; nothing is learnt from it. */
  public CheckedImage inspect(Supply.Bundle bundle) throws IOException {
    return BorrowedTrust.inspect(configuration, bundle, running().builtAt());
  }

  /** Looks, and installs what was selected; the slot is not activated. */
  public Installed install(Supply supply, @Nullable Version wanted, InstallProgress progress)
      throws IOException {
    return intake.install(supply, wanted, progress);
  }

  /** Looks, installs, and activates what was installed: the next start tries it. */
  public Installed update(Supply supply, @Nullable Version wanted, InstallProgress progress)
      throws IOException {
    Installed installed = install(supply, wanted, progress);
    return installed.result() instanceof Result.Done
        ? new Installed(installed.selection(), activate(), installed.cost())
        : installed;
  }

  /**
   * Compares a slot with its signed image.
   *
   * @param repair whether to write what is wrong
   * @param bytesPerSecond how fast it is read at most
   * @param anew whether to begin again where an earlier scrub was ended
   */
  public Scrub.Outcome scrub(Slot slot, boolean repair, long bytesPerSecond, boolean anew,
      InstallProgress progress) throws IOException {
    return intake.scrub(slot, repair, bytesPerSecond, anew, progress);
  }

  public Result activate() throws IOException {
    return new Activation(session, configuration.boot().tries()).activate();
  }

  /** Runs the health checks on a slot that is on trial, and confirms it or gives it up. */
  public Result confirm() throws IOException {
    Optional<Result> drill = newDrill().resume(this::checkHealth);
    Result result = drill.isPresent()
        ? drill.get()
        : new Confirmation(session, this::checkHealth).confirm();
    evidence.keep(session.observe());
    throwAwayWhatWasKept();
    return result;
  }

  /** A verdict does not hang on it: the next start does it again. */
  private void throwAwayWhatWasKept() {
    try {
      ReleaseData data = data();
      if (data != null) {
        data.settle();
      }
    } catch (IOException e) {
      // bascule migrate says what is wrong.
    }
  }

  /** Makes the other slot the next to boot, once the data is ready for its release. */
  public Result rollBack(String by, String why, boolean belowFloor) throws IOException {
    return new Rollback(session, belowFloor, this::prepareReturn).rollBack(by, why);
  }

  /** Makes the data that of the running image, before anything uses it. */
  public Result migrate() throws IOException {
    ReleaseData data = data();
    if (data == null) {
      session.settle();
      return Result.alreadySo("no data belongs to a release: [data] names no directory");
    }
    return data.adopt();
  }

  /** Exercises the way back: the next boot is the other slot's, on trial, and the one after it this one's. */
  public Result drill(String by) throws IOException {
    return newDrill().start(by);
  }

  private Drill newDrill() {
    return new Drill(session, configuration.boot().tries(), this::prepareReturn);
  }

  /** Gets the data ready for the other slot's release. */
  private void prepareReturn() throws IOException {
    ReleaseData data = data();
    if (data != null) {
      data.prepareReturn();
    }
  }

  /** Reads a slot whole and compares it with what was signed. */
  public Proof prove(Slot slot, InstallProgress progress) throws IOException {
    return new SlotProof(new ConfiguredVolumes(configuration), intake.told(progress))
        .prove(slot, records.read(slot, session.ledger())
            .map(SlotRecords.SlotRecord::manifest)
            .orElse(null));
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
    log.append(new Event.RebootRequested(why));
    Restart.now(configuration.boot().reboot(), session.control());
  }

  /** What a slot holds, as far as journal and records know. */
  public Optional<ImageRef> content(Slot slot) throws IOException {
    return records.content(slot, session.ledger());
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      evidence.keep(session.observe());
      log.close();
    }
  }

  /** The connection to the fleet's server. */
  public HawkbitLink connect(HawkbitSettings hawkbit) throws IOException {
    return HawkbitLink.open(configuration, hawkbit, running().builtAt());
  }

  /** The version that runs: as recorded, or else as the system says of itself. */
  public @Nullable Version version() throws IOException {
    return running().version(configuration.device().root());
  }

  /** The signed manifest of what runs, where there is a record of it. */
  public Optional<ImageManifest> held() throws IOException {
    return Optional.ofNullable(running().manifest());
  }

  private RunningImage running() throws IOException {
    return RunningImage.of(session, records);
  }

  private Programs programs(RunningImage running) {
    return new SystemPrograms(configuration.host().proc(), running.facts(),
        SystemPrograms.OUTPUT);
  }

  /** The data that belongs to a release, if the device has any. What runs is looked up only if a program is to be told. */
  private @Nullable ReleaseData data() {
    DataSettings settings = configuration.data();
    Path directory = settings.directory();
    return directory == null
        ? null
        : new ReleaseData(new DataDirectory(directory), new FormPrograms(settings,
            (words, limit) -> programs(running()).run(words, limit)), session, records);
  }

  private HealthReport checkHealth() throws IOException {
    RunningImage running = running();
    HealthReport report =
        new HealthCheckup(configuration, running, programs(running)).run(data());
    evidence.checked(report);
    return report;
  }
}
