package dev.bascule.updater.state;

import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.updater.journal.Attempt;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.journal.Ledger.PendingRollback;
import dev.bascule.updater.state.Derived.Repair;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Derives where the device stands. The boot loader and the running slot say what is; the journal says only how it came
 * to be, and is brought up to date by the news. Pure: the same observation gives the same answer, and an observation
 * after its news were recorded and its repair was done has no news.
 */
public final class StateMachine {

  private final BootState boot;
  private final String bootId;
  private final Ledger ledger;
  private final List<Event> news = new ArrayList<>();
  private @Nullable Repair repair;

  private StateMachine(Observation seen) {
    this.boot = seen.boot();
    this.bootId = seen.bootId();
    this.ledger = seen.ledger();
  }

  /** The state, what is new, and what must be put right. */
  public static Derived derive(Observation seen) {
    StateMachine machine = new StateMachine(seen);
    Slot booted = seen.boot().booted();
    State state = booted == null ? machine.fromAfar() : machine.running(booted);
    return new Derived(state, machine.news, machine.repair);
  }

  /** From a rescue system: neither slot runs, so nothing can be concluded, only told. */
  private State fromAfar() {
    PendingRollback rollback = ledger.rollback();
    Attempt attempt = ledger.attempt();
    if (rollback != null) {
      return new State.RolledBack(rollback.order(), true);
    }
    if (attempt == null) {
      return ended();
    }
    return switch (attempt.phase()) {
      case STAGING -> new State.Staging(attempt);
      case STAGED -> new State.Staged(attempt);
      case ACTIVATING, ACTIVATED -> new State.Activated(attempt);
      case TRIAL -> new State.Trial(attempt.slot(), attempt.image());
    };
  }

  private State running(Slot booted) {
    if (!new Ledger.Boot(bootId, booted).equals(ledger.boot())) {
      news.add(new Event.BootSeen(booted));
    }
    PendingRollback rollback = ledger.rollback();
    if (rollback != null) {
      return rollback(rollback, booted);
    }
    Attempt attempt = ledger.attempt();
    if (attempt == null) {
      return settled(booted);
    }
    if (attempt.slot() == booted) {
      return inNewSlot(attempt);
    }
    return switch (attempt.phase()) {
      case STAGING -> unconfirmedOr(booted, new State.Staging(attempt));
      case STAGED -> staged(attempt);
      case ACTIVATING, ACTIVATED -> attempt.boot().equals(bootId)
          ? activatedInThisBoot(attempt)
          : activatedBefore(attempt, booted);
      case TRIAL -> fellBack(attempt, booted);
    };
  }

  private State settled(Slot booted) {
    return unconfirmedOr(booted, ended());
  }

  private State unconfirmedOr(Slot booted, State otherwise) {
    return boot.of(booted).standing() == Standing.GOOD
        ? otherwise
        : unconfirmed(booted, ledger.content(booted).orElse(null));
  }

  private State unconfirmed(Slot booted, @Nullable ImageRef image) {
    return boot.primary() == null
        ? new State.Stranded(booted, image)
        : new State.Trial(booted, image);
  }

  private State ended() {
    Entry outcome = ledger.outcome();
    if (outcome == null) {
      return new State.Idle();
    }
    return switch (outcome.event()) {
      case Event.Confirmed confirmed -> new State.Confirmed(confirmed);
      case Event.FellBack fellBack -> new State.FellBack(fellBack);
      case Event.RolledBack order -> new State.RolledBack(order, false);
      default -> new State.Idle();
    };
  }

  /** Somebody may have confirmed it, or a cut kept the confirmation out of the journal. */
  private State inNewSlot(Attempt attempt) {
    if (boot.of(attempt.slot()).standing() != Standing.GOOD) {
      return unconfirmed(attempt.slot(), attempt.image());
    }
    ImageRef image = attempt.image();
    Event.Confirmed confirmed = new Event.Confirmed(attempt.slot(), image);
    news.add(confirmed);
    if (image.floor() > ledger.floor()) {
      news.add(new Event.FloorRaised(image.floor()));
    }
    return new State.Confirmed(confirmed);
  }

  /** Another tool may have told the loader of the slot. */
  private State staged(Attempt attempt) {
    if (!isNext(attempt.slot())) {
      return unconfirmedOr(attempt.slot().other(), new State.Staged(attempt));
    }
    int tries = Math.clamp(boot.of(attempt.slot()).triesLeft(), 1, 15);
    news.add(new Event.Activating(attempt.slot(), attempt.image(), tries, ""));
    news.add(new Event.Activated(attempt.slot(), attempt.image()));
    return new State.Activated(attempt);
  }

  private State activatedInThisBoot(Attempt attempt) {
    if (isNext(attempt.slot())) {
      return activated(attempt);
    }
    return cancelled(attempt, "the boot loader's state: it does not have the slot as the next one");
  }

  private State activatedBefore(Attempt attempt, Slot booted) {
    var slot = boot.of(attempt.slot());
    if (isNext(attempt.slot()) && slot.triesLeft() >= attempt.tries()) {
      return activated(attempt); // restarted without the loader, by kexec for instance
    }
    return switch (attempt.phase()) {
      case ACTIVATING -> slot.detail().equals(attempt.before())
          ? cancelled(attempt, "a power cut before the boot loader was told")
          : fellBack(attempt, booted);
      case STAGING, STAGED, ACTIVATED, TRIAL -> fellBack(attempt, booted);
    };
  }

  private State activated(Attempt attempt) {
    switch (attempt.phase()) {
      case ACTIVATING -> news.add(new Event.Activated(attempt.slot(), attempt.image()));
      case STAGING, STAGED, ACTIVATED, TRIAL -> {
      }
    }
    return new State.Activated(attempt);
  }

  private State cancelled(Attempt attempt, String by) {
    news.add(new Event.Cancelled(attempt.slot(), by));
    return new State.Staged(attempt);
  }

  private State fellBack(Attempt attempt, Slot booted) {
    Event.FellBack event = FallBack.explain(attempt, boot, ledger, booted);
    news.add(event);
    news.add(new Event.Quarantined(attempt.image(), event.reason() + ": " + event.evidence()));
    // One that the loader would not boot now too: some scripts give all slots their tries back one day.
    repair = new Repair.Disarm(attempt.slot());
    return new State.FellBack(event);
  }

  private State rollback(PendingRollback rollback, Slot booted) {
    Event.RolledBack order = rollback.order();
    if (booted == order.to()) {
      return unconfirmedOr(booted, new State.RolledBack(order, false));
    }
    if (!boot.of(order.to()).bootable()) {
      return rollbackFailed(order, "the boot loader would not boot slot " + order.to());
    }
    if (boot.primary() != order.to()) {
      if (!rollback.boot().equals(bootId)) {
        news.add(order); // so that the next boot can tell whether the loader was told in vain
      }
      repair = new Repair.FinishRollback(order.to());
    } else if (!rollback.boot().equals(bootId)) {
      return rollbackFailed(order, "the boot loader booted slot " + booted + " again");
    }
    return new State.RolledBack(order, true);
  }

  private State rollbackFailed(Event.RolledBack order, String why) {
    news.add(new Event.RollbackFailed(order.from(), order.to(), why));
    return unconfirmedOr(order.from(), new State.Idle());
  }

  private boolean isNext(Slot slot) {
    return boot.primary() == slot && boot.of(slot).bootable();
  }
}
