package dev.bascule.bootctl.choice;

import dev.bascule.bootctl.Change.Reason;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import org.jspecify.annotations.Nullable;

/**
 * What an operation comes to, decided from the stored choice and the running slot alone. The permissions
 * are here and nowhere else, the same for every loader.
 */
public sealed interface Decision<S extends SlotChoice<S>> {

  /** Store this; it may be what is stored already. */
  record Write<S extends SlotChoice<S>>(S next) implements Decision<S> {}

  /** Store nothing. */
  record Refuse<S extends SlotChoice<S>>(Reason reason,
      String explanation) implements Decision<S> {}

  /**
   * Decides.
   *
   * @param booted the slot that runs, or null where that is not known
   */
  static <S extends SlotChoice<S>> Decision<S> decide(S now, @Nullable Slot booted,
      Operation operation) {
    return switch (operation) {
      case Operation.Disable(var slot) -> disable(now, booted, slot);
      case Operation.Activate(var slot, var tries) -> activate(now, booted, slot, tries);
      case Operation.Confirm() -> confirm(now, booted);
      case Operation.MarkBad(var slot) -> markBad(now, slot);
      case Operation.Rollback() -> rollback(now, booted);
      case Operation.Cancel() -> cancel(now, booted);
    };
  }

  private static <S extends SlotChoice<S>> Decision<S> disable(S now, @Nullable Slot booted,
      Slot slot) {
    if (booted == null) {
      return unknown("which slot may be written");
    }
    if (booted == slot) {
      return isBooted(slot);
    }
    var next = now.without(slot);
    return next.equals(now) || now.good(booted) ? new Write<>(next) : notConfirmed(now, booted);
  }

  private static <S extends SlotChoice<S>> Decision<S> activate(S now, @Nullable Slot booted,
      Slot slot, int tries) {
    if (booted == slot) {
      return isBooted(slot);
    }
    var other = slot.other();
    if (booted == other && !now.good(other)) {
      return notConfirmed(now, other);
    }
    if (now.good(slot) && !now.good(other)) {
      return new Refuse<>(Reason.LAST_BOOTABLE_SLOT,
          "slot " + slot + " is the only confirmed one, and a trial would take its confirmation");
    }
    return now.missing(slot)
        .<Decision<S>>map(Decision::isMissing)
        .orElseGet(() -> new Write<>(now.withTrial(slot, tries)));
  }

  private static <S extends SlotChoice<S>> Decision<S> confirm(S now, @Nullable Slot booted) {
    if (booted == null) {
      return unknown("which slot to confirm");
    }
    return now.missing(booted)
        .<Decision<S>>map(Decision::isMissing)
        .orElseGet(() -> new Write<>(now.withGood(booted)));
  }

  private static <S extends SlotChoice<S>> Decision<S> markBad(S now, Slot slot) {
    var other = slot.other();
    boolean loses = switch (now.standing(slot)) {
      case GOOD -> !now.good(other);
      case TRIAL -> now.standing(other) == Standing.BAD;
      case BAD -> now.reachable(slot) && !now.reachable(other);
    };
    return loses
        ? new Refuse<>(Reason.LAST_BOOTABLE_SLOT,
            "nothing confirmed would be left: slot " + other + " has " + now.state(other).detail())
        : new Write<>(now.without(slot));
  }

  private static <S extends SlotChoice<S>> Decision<S> rollback(S now, @Nullable Slot booted) {
    if (booted == null) {
      return unknown("which slot to roll back to");
    }
    var target = booted.other();
    return now.standing(target) == Standing.BAD
        ? notBootable(now, target)
        : new Write<>(first(now, target));
  }

  private static <S extends SlotChoice<S>> Decision<S> cancel(S now, @Nullable Slot booted) {
    if (booted == null) {
      return unknown("which slot to return to");
    }
    var other = booted.other();
    if (now.primary() != other) {
      return new Refuse<>(Reason.NOTHING_TO_CANCEL,
          "slot " + other + " is not the one that boots next");
    }
    return switch (now.standing(other)) {
      case GOOD -> now.standing(booted) == Standing.BAD
          ? notBootable(now, booted)
          : new Write<>(first(now, booted));
      case TRIAL -> now.good(booted)
          ? new Write<>(first(now.without(other), booted))
          : notConfirmed(now, booted);
      case BAD -> throw new IllegalStateException("primary and not bootable: " + now);
    };
  }

  private static <S extends SlotChoice<S>> S first(S now, Slot slot) {
    return now.primary() == slot ? now : now.withFirst(slot);
  }

  private static <S extends SlotChoice<S>> Decision<S> unknown(String what) {
    return new Refuse<>(Reason.BOOTED_SLOT_UNKNOWN,
        "nothing says " + what + ", for no evidence names the running slot");
  }

  private static <S extends SlotChoice<S>> Decision<S> isBooted(Slot slot) {
    return new Refuse<>(Reason.SLOT_IS_BOOTED, "slot " + slot + " is the one that runs");
  }

  private static <S extends SlotChoice<S>> Decision<S> isMissing(String what) {
    return new Refuse<>(Reason.SLOT_NOT_BOOTABLE, what);
  }

  private static <S extends SlotChoice<S>> Decision<S> notBootable(S now, Slot slot) {
    return new Refuse<>(Reason.SLOT_NOT_BOOTABLE,
        "the loader would not boot slot " + slot + ": " + now.state(slot).detail());
  }

  private static <S extends SlotChoice<S>> Decision<S> notConfirmed(S now, Slot booted) {
    return new Refuse<>(Reason.BOOTED_SLOT_NOT_CONFIRMED, "slot " + booted
        + " runs and is not confirmed (" + now.state(booted).detail()
        + "): confirm it or roll back first");
  }
}
