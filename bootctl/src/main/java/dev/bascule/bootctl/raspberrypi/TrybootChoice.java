package dev.bascule.bootctl.raspberrypi;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.choice.SlotChoice;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The firmware's choice: one partition for ordinary starts, and one for a single start that is asked for
 * with the tryboot flag.
 *
 * @param a slot A's boot partition's number
 * @param armed whether the next restart, if it is an orderly one, carries the flag; it is kept in memory
 *     only, so a power cut clears it
 */
record TrybootChoice(int a, int b, Autoboot autoboot, boolean armed)
    implements
      SlotChoice<TrybootChoice> {
  /** What reboot(2) is given for the flag: partition 0 is none, the word sets it. */
  static final String RESTART_ARGUMENT = "0 tryboot";

  int of(Slot slot) {
    return switch (slot) {
      case A -> a;
      case B -> b;
    };
  }

  private @Nullable Slot slot(int partition) {
    if (partition == a) {
      return Slot.A;
    }
    return partition == b ? Slot.B : null;
  }

  private boolean isDefault(Slot slot) {
    return autoboot.partition() == of(slot);
  }

  private boolean isTrial(Slot slot) {
    return autoboot.trial().equals(OptionalInt.of(of(slot)));
  }

  @Override
  public SlotState state(Slot slot) {
    boolean reachable = isDefault(slot) || isTrial(slot);
    var standing = Standing.BAD;
    if (isDefault(slot) || (reachable && autoboot.good().contains(of(slot)))) {
      standing = Standing.GOOD;
    } else if (reachable && armed) {
      standing = Standing.TRIAL;
    }
    String detail = "partition " + of(slot) + (isDefault(slot) ? " default" : "")
        + (isTrial(slot) ? " tryboot" : "") + (isTrial(slot) && armed ? " armed" : "");
    return new SlotState(slot, standing, standing == Standing.TRIAL ? 1 : 0, detail);
  }

  @Override
  public @Nullable Slot primary() {
    return slot(armed && autoboot.trial().isPresent()
        ? autoboot.trial().getAsInt()
        : autoboot.partition());
  }

  @Override
  public TrybootChoice without(Slot slot) {
    int partition = isDefault(slot) ? of(slot.other()) : autoboot.partition();
    var trial = isTrial(slot) || isDefault(slot) ? OptionalInt.empty() : autoboot.trial();
    return with(partition, trial, without(autoboot.good(), of(slot)), armed && !isTrial(slot)
        && !isDefault(slot));
  }

  /** One try, for that is what the flag gives, however many are asked for. */
  @Override
  public TrybootChoice withTrial(Slot slot, int tries) {
    int partition = isDefault(slot) ? of(slot.other()) : autoboot.partition();
    return with(partition, OptionalInt.of(of(slot)), without(autoboot.good(), of(slot)), true);
  }

  @Override
  public TrybootChoice withGood(Slot slot) {
    return good(slot) ? this : withFirst(slot);
  }

  @Override
  public TrybootChoice withFirst(Slot slot) {
    var good = new HashSet<>(autoboot.good());
    good.add(of(slot));
    int other = of(slot.other());
    if (good(slot.other())) {
      good.add(other);
    }
    return with(of(slot), good.contains(other) ? OptionalInt.of(other) : OptionalInt.empty(), good,
        false);
  }

  @Override
  public Optional<String> restartArgument() {
    return armed ? Optional.of(RESTART_ARGUMENT) : Optional.empty();
  }

  private TrybootChoice with(int partition, OptionalInt trial, Set<Integer> good,
      boolean newArmed) {
    return new TrybootChoice(a, b, autoboot.with(partition, trial, good), newArmed);
  }

  private static Set<Integer> without(Set<Integer> good, int partition) {
    var left = new HashSet<>(good);
    left.remove(partition);
    return left;
  }
}
