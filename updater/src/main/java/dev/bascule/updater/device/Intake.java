package dev.bascule.updater.device;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.updater.check.Following;
import dev.bascule.updater.check.Selection;
import dev.bascule.updater.check.Situation;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.install.InstallProgress;
import dev.bascule.updater.install.InstallSettings;
import dev.bascule.updater.install.Installer;
import dev.bascule.updater.install.Retry;
import dev.bascule.updater.journal.EventLog;
import dev.bascule.updater.progress.ProgressFile;
import dev.bascule.updater.progress.ProgressMeter;
import dev.bascule.updater.slot.SlotRecords;
import dev.bascule.updater.slot.StoredTables;
import dev.bascule.updater.source.Bandwidth;
import dev.bascule.updater.update.ImageInstall;
import dev.bascule.updater.update.Result;
import dev.bascule.updater.update.Scrub;
import dev.bascule.updater.update.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What comes into a slot of this device: looked for, taken, and compared with what was signed. */
final class Intake {

  private final Configuration configuration;
  private final String verb;
  private final EventLog log;
  private final Session session;
  private final SlotRecords records;

  Intake(Configuration configuration, String verb, EventLog log, Session session,
      SlotRecords records) {
    this.configuration = configuration;
    this.verb = verb;
    this.log = log;
    this.session = session;
    this.records = records;
  }

  /** Looks what the repository has for this device. */
  Selection check(@Nullable Version wanted) throws IOException {
    session.settle();
    RunningImage running = running();
    try (Repositories repository = open(new Supply.Configured(), running)) {
      return look(repository, running, wanted, true);
    }
  }

  /** Looks, and installs what was selected; the slot is not activated. */
  Installed install(Supply supply, @Nullable Version wanted, InstallProgress progress)
      throws IOException {
    session.settle();
    RunningImage running = running();
    try (Repositories repository = open(supply, running)) {
      Selection selection =
          look(repository, running, wanted, supply instanceof Supply.Configured);
      if (!(selection instanceof Selection.Take take)) {
        return new Installed(selection, null, null);
      }
      recordOverride(repository, supply);
      Courtesy.begin(configuration.device());
      InstallerTransfer transfer = new InstallerTransfer(
          new Installer(new ConfiguredVolumes(configuration),
              settings(Retry.standard(), progress)),
          running.manifest(), told(progress));
      Result result = new ImageInstall(session, records, transfer).install(take);
      StoredTables.keepOnly(Repositories.tables(configuration), records.tables(session.ledger()));
      return new Installed(selection, result, transfer.report().orElse(null));
    } finally {
      new ProgressFile(configuration.device().run()).delete();
    }
  }

  /** As {@link Device#scrub} says. */
  Scrub.Outcome scrub(Slot slot, boolean repair, long bytesPerSecond, boolean anew,
      InstallProgress progress) throws IOException {
    Courtesy.begin(configuration.device());
    ConfiguredVolumes volumes = new ConfiguredVolumes(configuration);
    try (LateOrigin repository =
        new LateOrigin(() -> open(new Supply.Configured(), running()))) {
      Path tables = Repositories.tables(configuration);
      SlotInspection inspection = new SlotInspection(volumes, new StoredTables(tables, repository),
          tables, configuration.device().model(), Bandwidth.of(bytesPerSecond),
          new Installer(volumes, settings(Retry.brief(), progress)),
          told(progress));
      if (anew) {
        inspection.restart(slot);
      }
      return new Scrub(session, records, inspection).scrub(slot, repair);
    } finally {
      new ProgressFile(configuration.device().run()).delete();
    }
  }

  /** The same progress, and in a file for those who watch. */
  InstallProgress told(InstallProgress progress) {
    ProgressFile file = new ProgressFile(configuration.device().run());
    return new SharedProgress(progress,
        new ProgressMeter(verb, System::nanoTime, file::write));
  }

  private Repositories open(Supply supply, RunningImage running) throws IOException {
    return Repositories.open(configuration, supply, running.builtAt());
  }

  private static InstallSettings settings(Retry retry, InstallProgress progress) {
    return InstallSettings.standard()
        .with(retry.telling(progress::waiting))
        .beforeStretch(new SmallHeap()::tidy);
  }

  /** Looks; what the configured repository offers is remembered. */
  private Selection look(Repositories repository, RunningImage running, @Nullable Version wanted,
      boolean configured) throws IOException {
    Selection selection = repository.select(situation(running, wanted, configured));
    if (wanted == null && configured) {
      LastLook.of(selection, Instant.now()).write(configuration.device().run());
    }
    return selection;
  }

  /** Says in the journal that expired metadata is trusted, before anything is done with it. */
  private void recordOverride(Repositories repository, Supply supply) throws IOException {
    String expired = repository.overridden();
    if (!expired.isEmpty()) {
      log.append(supply.override(expired));
    }
  }

  private Situation situation(RunningImage running, @Nullable Version wanted, boolean whole)
      throws IOException {
    var device = configuration.device();
    Following following = new Following(device.channel(), device.group(), device.pin(),
        DeviceSeed.lasting(configuration), ZoneId.systemDefault());
    return new Situation(device.model(), device.compatible(), following,
        running.version(device.root()), wanted, HawkbitLink.assignment(configuration), whole,
        session.ledger());
  }

  /** What runs, by the boot loader's state and the records, which are read for it. */
  private RunningImage running() throws IOException {
    return RunningImage.of(session, records);
  }
}
