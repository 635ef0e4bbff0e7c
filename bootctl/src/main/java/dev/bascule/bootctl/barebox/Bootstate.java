package dev.bascule.bootctl.barebox;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.choice.SlotChoice;
import org.jspecify.annotations.Nullable;

/**
 * Both boot targets. The loader does not know which one is confirmed, so the priority tells it: 21 and
 * 11 are trials, all others are what RAUC writes too, 20 for the first and 10 for the second.
 */
record Bootstate(BootTarget a, BootTarget b) implements SlotChoice<Bootstate> {
  static final long FIRST = 20;
  static final long SECOND = 10;
  static final long FIRST_ON_TRIAL = FIRST + 1;
  static final long SECOND_ON_TRIAL = SECOND + 1;

  /** What a confirmed slot has again after each confirmation, as by RAUC. */
  static final long ATTEMPTS = 3;

  BootTarget of(Slot slot) {
    return switch (slot) {
      case A -> a;
      case B -> b;
    };
  }

  private Bootstate with(Slot slot, BootTarget target) {
    return switch (slot) {
      case A -> new Bootstate(target, b);
      case B -> new Bootstate(a, target);
    };
  }

  @Override
  public SlotState state(Slot slot) {
    var target = of(slot);
    var standing = Standing.BAD;
    if (target.bootable()) {
      standing = onTrial(target) ? Standing.TRIAL : Standing.GOOD;
    }
    int tries = standing == Standing.TRIAL ? (int) Math.min(target.attempts(), 0xffff) : 0;
    return new SlotState(slot, standing, tries, target.toString());
  }

  @Override
  public @Nullable Slot primary() {
    if (!a.bootable()) {
      return b.bootable() ? Slot.B : null;
    }
    return b.bootable() && b.priority() > a.priority() ? Slot.B : Slot.A;
  }

  @Override
  public Bootstate without(Slot slot) {
    return with(slot, new BootTarget(0, 0));
  }

  private static boolean onTrial(BootTarget target) {
    return target.priority() == FIRST_ON_TRIAL || target.priority() == SECOND_ON_TRIAL;
  }

  /** The slot to fall back to gets all its attempts again, for the loader may have used some up. */
  @Override
  public Bootstate withTrial(Slot slot, int tries) {
    return with(slot, new BootTarget(FIRST_ON_TRIAL, tries)).second(slot.other());
  }

  /** Also for a confirmed slot: each start takes an attempt away, and this gives them back. */
  @Override
  public Bootstate withGood(Slot slot) {
    var target = of(slot);
    if (target.priority() == 0) {
      return with(slot, new BootTarget(FIRST, ATTEMPTS)).second(slot.other());
    }
    long priority = onTrial(target) ? target.priority() - 1 : target.priority();
    var confirmed = with(slot, new BootTarget(priority, Math.max(target.attempts(), ATTEMPTS)));
    boolean keepsItsPlace = primary() != slot || of(slot.other()).priority() < priority;
    return keepsItsPlace ? confirmed : confirmed.withFirst(slot);
  }

  @Override
  public Bootstate withFirst(Slot slot) {
    var target = of(slot);
    long priority = onTrial(target) ? FIRST_ON_TRIAL : FIRST;
    return with(slot, new BootTarget(priority, target.attempts())).second(slot.other());
  }

  /** Behind the first; what is disabled stays so, a trial that is passed over stays a trial. */
  private Bootstate second(Slot slot) {
    var target = of(slot);
    if (onTrial(target)) {
      return with(slot, new BootTarget(SECOND_ON_TRIAL, target.attempts()));
    }
    return with(slot, target.bootable()
        ? new BootTarget(SECOND, Math.max(target.attempts(), ATTEMPTS))
        : new BootTarget(Math.min(target.priority(), SECOND), target.attempts()));
  }
}
