package dev.bascule.updater.device;

import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.updater.data.DataDirectory;
import dev.bascule.updater.data.Form;
import dev.bascule.updater.data.Migration;
import dev.bascule.updater.data.Migration.Outcome;
import dev.bascule.updater.data.MigrationException;
import dev.bascule.updater.data.Owner;
import dev.bascule.updater.health.Probe;
import dev.bascule.updater.journal.CheckNote;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.slot.SlotRecords;
import dev.bascule.updater.state.State;
import dev.bascule.updater.update.Confirmation;
import dev.bascule.updater.update.Result;
import dev.bascule.updater.update.Session;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The device's data that belongs to a release: which image it is brought to, and when. */
final class ReleaseData {

  private final DataDirectory directory;
  private final Migration migration;
  private final Session session;
  private final SlotRecords records;

  ReleaseData(DataDirectory directory, Form form, Session session, SlotRecords records) {
    this.directory = directory;
    this.migration = new Migration(directory, form);
    this.session = session;
    this.records = records;
  }

  /** Makes it the running image's; a release on trial that cannot is given up. */
  Result adopt() throws IOException {
    session.settle();
    BootState boot = session.observe().boot();
    Slot booted = boot.booted();
    ImageRef running = image(booted).orElse(null);
    if (running == null || booted == null) {
      return Result.alreadySo("what runs is not known, so the data stays as it is");
    }
    boolean trial = boot.of(booted).standing() != Standing.GOOD;
    try {
      Outcome outcome =
          migration.adopt(running, trial ? image(booted.other()).orElse(null) : null);
      settle();
      return done(running, outcome);
    } catch (MigrationException e) {
      if (!trial) {
        throw e;
      }
      return Confirmation.giveUp(session, booted,
          new CheckNote("data", "failed", String.valueOf(e.getMessage())));
    }
  }

  /** Gets it ready for the other slot's release, to which the device is about to return. */
  void prepareReturn() throws IOException {
    Slot booted = session.observe().boot().booted();
    Optional<ImageRef> running = image(booted);
    Optional<ImageRef> target = booted == null ? Optional.empty() : image(booted.other());
    if (running.isPresent() && target.isPresent()) {
      migration.prepareReturn(running.get(), target.get());
    }
  }

  /**
   * Throws away what was kept, if the running image is confirmed and nobody wants to leave it. After a rollback the data of the
   * release that was left stays until another one is tried: whoever returned may want to go forward again.
   */
  void settle() throws IOException {
    if (session.settle() instanceof State.RolledBack) {
      return;
    }
    BootState boot = session.observe().boot();
    Slot booted = boot.booted();
    Optional<ImageRef> running = image(booted);
    if (running.isPresent() && booted != null
        && booted == boot.primary()
        && boot.of(booted).standing() == Standing.GOOD) {
      migration.confirmed(running.get());
    }
  }

  /** Whether it is the running image's, as a check of health. */
  Optional<Probe> probe() throws IOException {
    return image(session.observe().boot().booted())
        .map(image -> new DataProbe(directory, Owner.of(image)));
  }

  private Optional<ImageRef> image(@Nullable Slot slot) throws IOException {
    return slot == null ? Optional.empty() : records.content(slot, session.ledger());
  }

  private Result done(ImageRef running, Outcome outcome) throws IOException {
    return switch (outcome) {
      case Outcome.NoData _ -> Result.alreadySo("there is no data yet");
      case Outcome.AsItWas _ -> Result.alreadySo("the data is " + running.version() + "'s");
      case Outcome.Changed(Owner from) -> {
        session.record(new Event.DataMigrated(running, from.version(), false));
        yield Result.changed("the data is " + running.version() + "'s, brought from "
            + from.version() + "'s; what it was is kept until " + running.version()
            + " is confirmed");
      }
      case Outcome.TakenUp(Owner from) -> {
        session.record(new Event.DataMigrated(running, from.version(), true));
        yield Result.changed("the data is " + running.version() + "'s again, as it was kept when "
            + from.version() + " had a copy");
      }
    };
  }
}
