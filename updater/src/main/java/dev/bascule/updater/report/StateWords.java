package dev.bascule.updater.report;

import dev.bascule.updater.state.State;
import java.util.Locale;

/** Where the device stands, for people. */
public final class StateWords {

  private StateWords() {}

  /** What is going on. */
  public static String of(State state) {
    return switch (state) {
      case State.Idle _ -> "idle";
      case State.Available(var version) -> version + " is available";
      case State.Staging(var attempt) ->
        "writing " + attempt.image() + " to slot " + attempt.slot() + " was interrupted";
      case State.Staged(var attempt) ->
        attempt.image() + " is installed in slot " + attempt.slot() + ", not activated";
      case State.Activated(var attempt) ->
        attempt.image() + " in slot " + attempt.slot() + " is tried at the next start";
      case State.Trial(var slot, var image) -> "slot " + slot + " is on trial"
          + (image == null ? "" : " with " + image);
      case State.Stranded(var slot, var image) -> "slot " + slot
          + (image == null ? "" : " with " + image)
          + " runs unconfirmed, and the boot loader would boot neither slot";
      case State.Confirmed(var outcome) -> "the last update was confirmed"
          + (outcome.image() == null ? "" : ": " + outcome.image());
      case State.FellBack(var outcome) -> "fell back from " + outcome.image() + " to slot "
          + outcome.to() + " (" + outcome.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ')
          + "): " + outcome.evidence();
      case State.RolledBack(var order, boolean pending) -> "rolled back from slot " + order.from()
          + " to " + order.to() + " by " + order.by() + ": " + order.why()
          + (pending ? " (at the next start)" : "");
    };
  }

  /** What comes next. */
  public static String next(State state) {
    return switch (state) {
      case State.Idle _,State.Confirmed _,State.FellBack _ ->
        "the next look for an update: bascule check";
      case State.Available _,State.Staging _ -> "bascule update";
      case State.Staged _ -> "bascule activate";
      case State.Activated _ -> "bascule reboot, or bascule cancel";
      case State.Trial _ -> "bascule confirm";
      case State.Stranded _ ->
        "bascule confirm, or bascule mark good; a restart before that may find no system";
      case State.RolledBack(var order, boolean pending) -> pending
          ? "bascule reboot, or bascule cancel"
          : "a newer version than the one that was left, or bascule mark retry VERSION";
    };
  }
}
