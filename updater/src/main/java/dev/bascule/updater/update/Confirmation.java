package dev.bascule.updater.update;

import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.updater.health.HealthReport;
import dev.bascule.updater.journal.CheckNote;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.state.State;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Decides, after a boot on trial, whether the slot is good. Needs no network and no fresh metadata.
 *
 * <p>Power cut: before the boot loader is told, the slot is still on trial and the next boot checks again; after it, the
 * next command finds the slot confirmed and completes the journal.
 */
public final class Confirmation {

  private final Session session;
  private final HealthSource health;

  /** Runs the health checks. */
  public interface HealthSource {
    HealthReport check() throws IOException;
  }

  public Confirmation(Session session, HealthSource health) {
    this.session = session;
    this.health = health;
  }

  /** Checks the running slot if it is on trial, and confirms it or gives it up. */
  public Result confirm() throws IOException {
    State state = session.settle();
    var boot = session.observe().boot();
    Slot booted = boot.booted();
    if (booted == null) {
      return Result.refused(Refusal.BOOTED_SLOT_UNKNOWN,
          "nothing says which slot runs: " + boot.remarks());
    }
    if (state instanceof State.RolledBack(var order, boolean pending) && pending) {
      return Result.refused(Refusal.ROLLBACK_PENDING,
          "a rollback to slot " + order.to() + " waits for the next start");
    }
    if (boot.of(booted).standing() == Standing.GOOD) {
      return keep(booted);
    }
    HealthReport report = health.check();
    List<CheckNote> failed = report.failedRequired();
    session.record(new Event.HealthChecked(booted, failed.isEmpty(), failed));
    return failed.isEmpty()
        ? confirm(booted, report.results().size() + " checks passed")
        : giveUp(session, booted, failed);
  }

  /** Gives up the running slot, which is on trial, for something that failed before its checks. */
  public static Result giveUp(Session session, Slot booted, CheckNote failed) throws IOException {
    session.record(new Event.HealthChecked(booted, false, List.of(failed)));
    return giveUp(session, booted, List.of(failed));
  }

  /** Confirms the running slot on a person's word, without checks. */
  public Result confirmUnchecked(String by) throws IOException {
    session.settle();
    var boot = session.observe().boot();
    Slot booted = boot.booted();
    if (booted == null) {
      return Result.refused(Refusal.BOOTED_SLOT_UNKNOWN,
          "nothing says which slot runs: " + boot.remarks());
    }
    return boot.of(booted).standing() == Standing.GOOD
        ? keep(booted)
        : confirm(booted, "on the word of " + by);
  }

  /** Some loaders' scripts take a try at every boot, of a confirmed slot too: it is given back. */
  private Result keep(Slot slot) throws IOException {
    return switch (session.control().confirm()) {
      case Change.Refused no -> Result.refused(no);
      case Change.Unchanged _ -> Result.alreadySo("slot " + slot + " is confirmed");
      case Change.Written _ ->
        Result.changed("slot " + slot + " stays confirmed: its tries are full again");
    };
  }

  private Result confirm(Slot slot, String because) throws IOException {
    if (session.control().confirm() instanceof Change.Refused no) {
      return Result.refused(no);
    }
    ImageRef image = session.ledger().content(slot).orElse(null);
    record(new Event.Confirmed(slot, image));
    if (image != null && image.floor() > session.ledger().floor()) {
      session.record(new Event.FloorRaised(image.floor()));
    }
    return Result.changed("slot " + slot + (image == null ? "" : " (" + image + ")")
        + " is confirmed: " + because);
  }

  /** Where the loader takes a try at every boot, a slot is confirmed at every boot: that is news once. */
  private void record(Event.Confirmed event) throws IOException {
    if (session.ledger().attempt() != null || !event.equals(session.ledger().confirmed())) {
      session.record(event);
    }
  }

  private static Result giveUp(Session session, Slot slot, List<CheckNote> failed)
      throws IOException {
    String why = failed.stream().map(CheckNote::toString).collect(Collectors.joining("; "));
    ImageRef image = session.ledger().content(slot).orElse(null);
    if (image != null) {
      session.record(new Event.Quarantined(image, why));
    }
    session.record(new Event.MarkedBad(slot, "health checks", why));
    boolean fallsBack = !(session.control().markBad(slot) instanceof Change.Refused);
    return new Result.Unhealthy("slot " + slot + " failed its checks: " + why, fallsBack);
  }
}
