package dev.bascule.bootctl.choice;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of every decision for every loader, checked for each stored choice, running slot and
 * operation that there is, and for each state that a power cut can leave.
 */
public final class LoaderLaws<S extends SlotChoice<S>> {
  private static final int ENOUGH_BOOTS = 20;

  private static final List<Operation> OPERATIONS = Stream.<Operation>concat(
      Stream.of(new Operation.Confirm(), new Operation.Rollback(), new Operation.Cancel()),
      Arrays.stream(Slot.values())
          .<Operation>flatMap(
              slot -> Stream.of(new Operation.Disable(slot), new Operation.MarkBad(slot),
                  new Operation.Activate(slot, 1), new Operation.Activate(slot, 3),
                  new Operation.Activate(slot, 15))))
      .toList();

  private final LoaderModel<S> loader;
  private final BiFunction<S, S, List<S>> cuts;

  /**
   * @param cuts what may be stored after a power cut in the middle of writing the second over the first
   */
  public LoaderLaws(LoaderModel<S> loader, BiFunction<S, S, List<S>> cuts) {
    this.loader = loader;
    this.cuts = cuts;
  }

  /** The laws for a medium that leaves the old or the new. */
  public LoaderLaws(LoaderModel<S> loader) {
    this(loader, (_, _) -> List.of());
  }

  /** Checks them all; returns how many decisions were to write something. */
  public int check(Iterable<S> choices) {
    int writes = 0;
    for (S now : choices) {
      assertThat(Optional.ofNullable(now.primary())).as("primary of %s", now)
          .isEqualTo(agreed(now));
      for (var operation : OPERATIONS) {
        for (var booted : Arrays.<@Nullable Slot>asList(Slot.A, Slot.B, null)) {
          if (Decision.decide(now, booted, operation) instanceof Decision.Write<S>(S next)) {
            writes += next.equals(now) ? 0 : 1;
            check(now, booted, operation, next);
          }
        }
      }
    }
    return writes;
  }

  /** What the loader picks; but only if the choice calls that bootable, for what is odd is not promised. */
  private Optional<Slot> agreed(S now) {
    return loader.pick(now).filter(slot -> now.standing(slot) != Standing.BAD);
  }

  private void check(S now, @Nullable Slot booted, Operation operation, S next) {
    String what = "%s with %s running: %s -> %s".formatted(operation, booted, now, next);
    var good = good(now);
    var permitted = EnumSet.noneOf(Slot.class);
    permitted.addAll(good);
    loader.pick(now).ifPresent(permitted::add);
    switch (operation) {
      case Operation.Activate(var slot, _) -> permitted.add(slot);
      case Operation.Confirm() -> permitted.add(requireNonNull(booted));
      case Operation.Rollback() -> permitted.add(requireNonNull(booted).other());
      case Operation.Cancel() -> permitted.add(requireNonNull(booted));
      case Operation.Disable _ -> {
      }
      case Operation.MarkBad(var slot) -> {
        if (now.reachable(slot.other())) {
          permitted.add(slot.other());
        }
      }
    }
    var left = new ArrayList<>(cuts.apply(now, next));
    left.add(next);
    for (S cut : left) {
      var picked = loader.pick(cut);
      if (!good.isEmpty()) {
        assertThat(picked).as("%s, cut at %s", what, cut).isPresent();
      }
      if (!good.isEmpty() || !loader.bootsTheBad()) {
        picked
            .ifPresent(slot -> assertThat(permitted).as("%s, cut at %s", what, cut).contains(slot));
      }
    }
    if (!good.isEmpty()) {
      assertThat(good(next)).as(what).isNotEmpty();
    }
    checkResult(now, booted, operation, next, what);
  }

  private void checkResult(S now, @Nullable Slot booted, Operation operation, S next, String what) {
    switch (operation) {
      case Operation.Activate(var slot, var tries) -> {
        assertThat(next.primary()).as(what).isEqualTo(slot);
        assertThat(next.standing(slot)).as(what).isEqualTo(Standing.TRIAL);
        assertThat(next.state(slot).triesLeft()).as(what).isBetween(1, tries);
        if (now.good(slot.other())) {
          checkFallsBack(next, slot, what);
        }
      }
      case Operation.Confirm() -> assertThat(next.good(requireNonNull(booted))).as(what).isTrue();
      case Operation.Disable(var slot) -> checkNeverPicked(next, slot, what);
      case Operation.MarkBad(var slot) -> checkNeverPicked(next, slot, what);
      case Operation.Rollback() -> {
        assertThat(next.primary()).as(what).isEqualTo(requireNonNull(booted).other());
        assertThat(good(next)).as(what).isEqualTo(good(now));
      }
      case Operation.Cancel() ->
        assertThat(next.primary()).as(what).isEqualTo(requireNonNull(booted));
    }
  }

  /** Nothing confirms the trial: the loader gives it its tries and then stays with the other. */
  private void checkFallsBack(S activated, Slot trial, String what) {
    S stored = activated;
    int tried = 0;
    for (int boot = 0; boot < ENOUGH_BOOTS; boot++) {
      var picked = loader.pick(stored);
      assertThat(picked).as("%s, boot %d from %s", what, boot, stored).isPresent();
      if (picked.orElseThrow() == trial) {
        assertThat(boot)
            .as("%s, boot %d from %s: tried again after a fall-back", what, boot, stored)
            .isEqualTo(tried);
        tried++;
      }
      stored = loader.afterBoot(stored, picked.orElseThrow());
    }
    assertThat(tried).as(what).isEqualTo(activated.state(trial).triesLeft());
  }

  private void checkNeverPicked(S disabled, Slot slot, String what) {
    assertThat(disabled.standing(slot)).as(what).isEqualTo(Standing.BAD);
    if (good(disabled).isEmpty() && loader.bootsTheBad()) {
      return;
    }
    S stored = disabled;
    for (int boot = 0; boot < ENOUGH_BOOTS; boot++) {
      var picked = loader.pick(stored);
      assertThat(picked.filter(slot::equals)).as("%s, boot %d from %s", what, boot, stored)
          .isEmpty();
      if (picked.isEmpty()) {
        return;
      }
      stored = loader.afterBoot(stored, picked.orElseThrow());
    }
  }

  private static <S extends SlotChoice<S>> Set<Slot> good(S choice) {
    var slots = EnumSet.noneOf(Slot.class);
    for (var slot : Slot.values()) {
      if (choice.good(slot)) {
        slots.add(slot);
      }
    }
    return slots;
  }
}
