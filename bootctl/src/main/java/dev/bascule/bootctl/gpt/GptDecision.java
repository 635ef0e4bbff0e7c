package dev.bascule.bootctl.gpt;

import dev.bascule.bootctl.Change.Reason;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;

/**
 * What an operation comes to, decided from both slots' attributes alone. A method here is the whole rule
 * of one operation.
 *
 * <p>Two families of loaders read what is written (see {@link PriorityRule}), so nothing relies on what
 * only one of them does.
 */
sealed interface GptDecision {

  /** Write these attributes; they may be what they were. */
  record Write(GptSlots next) implements GptDecision {}

  /** Write nothing. */
  record Refuse(Reason reason, String explanation) implements GptDecision {}

  /** The priority of the slot to boot, and of the one to fall back to. */
  int FIRST = 2;
  int SECOND = 1;

  /** The slot may be written afterwards: no loader picks it. */
  static GptDecision disable(GptSlots now, Slot slot) {
    if (now.booted() == null) {
      return unknown("which slot may be written");
    }
    if (now.booted() == slot) {
      return new Refuse(Reason.SLOT_IS_BOOTED, "slot " + slot + " is the one that runs");
    }
    var next = now.with(slot, now.of(slot).with(0, 0, false));
    if (!next.equals(now) && !now.good(now.booted())) {
      return notConfirmed(now, now.booted());
    }
    return new Write(next);
  }

  /** The slot goes first, on trial; the other stays what it is and goes second. */
  static GptDecision activate(GptSlots now, Slot slot, int tries) {
    if (tries < 1 || tries > GptAttributes.MAX) {
      throw new IllegalArgumentException("tries " + tries + ", expected 1 to " + GptAttributes.MAX);
    }
    if (now.booted() == slot) {
      return new Refuse(Reason.SLOT_IS_BOOTED, "slot " + slot + " is the one that runs");
    }
    var other = slot.other();
    if (now.booted() == other && !now.good(other)) {
      return notConfirmed(now, other);
    }
    if (now.good(slot) && !now.good(other)) {
      return new Refuse(Reason.LAST_BOOTABLE_SLOT,
          "slot " + slot + " is the only confirmed one, and a trial would take its confirmation");
    }
    return new Write(
        now.with(slot, now.of(slot).with(FIRST, tries, false)).with(other, second(now.of(other))));
  }

  /** The running slot is confirmed. Its tries are cleared: some loaders would count them down for ever. */
  static GptDecision confirm(GptSlots now) {
    if (now.booted() == null) {
      return unknown("which slot to confirm");
    }
    var attributes = now.of(now.booted());
    if (attributes.successful() && attributes.priority() > 0) {
      return new Write(now);
    }
    if (attributes.priority() > 0) {
      return new Write(now.with(now.booted(), attributes.with(attributes.priority(), 0, true)));
    }
    var other = now.booted().other();
    return new Write(
        now.with(now.booted(), attributes.with(FIRST, 0, true)).with(other, second(now.of(other))));
  }

  /** The slot is never picked again. */
  static GptDecision markBad(GptSlots now, Slot slot) {
    var other = slot.other();
    boolean loses = switch (now.standing(slot)) {
      case GOOD -> !now.good(other);
      case TRIAL -> now.standing(other) == Standing.BAD;
      case BAD -> false;
    };
    if (loses) {
      return new Refuse(Reason.LAST_BOOTABLE_SLOT,
          "nothing confirmed would be left: slot " + other + " has " + now.of(other));
    }
    return new Write(now.with(slot, now.of(slot).with(0, 0, false)));
  }

  /** The slot that does not run goes first. What each was confirmed as stays. */
  static GptDecision rollback(GptSlots now) {
    if (now.booted() == null) {
      return unknown("which slot to roll back to");
    }
    var target = now.booted().other();
    if (now.standing(target) == Standing.BAD) {
      return new Refuse(Reason.SLOT_NOT_BOOTABLE,
          "the loader would not boot slot " + target + ": " + now.of(target));
    }
    return new Write(first(now, target));
  }

  /**
   * The running slot goes first again. A slot that was on trial holds what nobody has confirmed, so it is
   * disabled; one that was confirmed stays so.
   */
  static GptDecision cancel(GptSlots now) {
    if (now.booted() == null) {
      return unknown("which slot to return to");
    }
    var booted = now.booted();
    var other = booted.other();
    if (now.primary() != other) {
      return new Refuse(Reason.NOTHING_TO_CANCEL,
          "slot " + other + " is not the one that boots next");
    }
    return switch (now.standing(other)) {
      case GOOD -> now.standing(booted) == Standing.BAD
          ? new Refuse(Reason.SLOT_NOT_BOOTABLE,
              "the loader would not boot slot " + booted + ": " + now.of(booted))
          : new Write(first(now, booted));
      case TRIAL -> now.good(booted)
          ? new Write(first(now, booted).with(other, now.of(other).with(0, 0, false)))
          : notConfirmed(now, booted);
      case BAD -> throw new IllegalStateException("primary and not bootable: " + now);
    };
  }

  private static GptSlots first(GptSlots now, Slot slot) {
    var other = slot.other();
    return now.primary() == slot
        ? now
        : now.with(slot, now.of(slot).withPriority(FIRST)).with(other, second(now.of(other)));
  }

  /** Behind the first, but not raised from the dead: priority 0 stays. */
  private static GptAttributes second(GptAttributes attributes) {
    return attributes.withPriority(Math.min(attributes.priority(), SECOND));
  }

  private static Refuse unknown(String what) {
    return new Refuse(Reason.BOOTED_SLOT_UNKNOWN,
        "nothing says " + what + ", for no evidence names the running slot");
  }

  private static Refuse notConfirmed(GptSlots now, Slot booted) {
    return new Refuse(Reason.BOOTED_SLOT_NOT_CONFIRMED,
        "slot " + booted + " runs and is not confirmed (" + now.of(booted)
            + "): confirm it or roll back first");
  }
}
