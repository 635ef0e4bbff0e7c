package dev.bascule.bootctl.gpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The laws of the updater, for every operation in every state that nine bits for each slot can be in.
 *
 * <p>A power cut within a write leaves the state before it or after it (that is another test's), so a law
 * that holds for both holds at any moment.
 */
class GptDecisionLawsTest {
  /** Bits that are not ours and must come through. */
  private static final long OTHERS_A = 0x8000_0000_0000_0005L;
  private static final long OTHERS_B = 0x0200_0000_0000_0002L;

  /** An operation, and the slot that it is about, or null if that is the running one or its other. */
  private record Operation(String name, @Nullable Slot slot, int tries,
      Function<GptSlots, GptDecision> decide) {

    @Override
    public String toString() {
      return name + " " + slot + " " + tries;
    }
  }

  private static List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    for (var slot : Slot.values()) {
      operations.add(new Operation("disable", slot, 0, now -> GptDecision.disable(now, slot)));
      operations.add(new Operation("mark bad", slot, 0, now -> GptDecision.markBad(now, slot)));
      for (int tries : new int[]{1, 3, 15}) {
        operations.add(
            new Operation("activate", slot, tries, now -> GptDecision.activate(now, slot, tries)));
      }
    }
    operations.add(new Operation("confirm", null, 0, GptDecision::confirm));
    operations.add(new Operation("rollback", null, 0, GptDecision::rollback));
    operations.add(new Operation("cancel", null, 0, GptDecision::cancel));
    return operations;
  }

  @Test
  void holdInEveryState() {
    var operations = operations();
    var booted = Arrays.asList(null, Slot.A, Slot.B);
    long written = 0;
    for (int a = 0; a < 512; a++) {
      for (int b = 0; b < 512; b++) {
        for (var running : booted) {
          var now = new GptSlots(running, a % 2 == 0 ? Slot.A : Slot.B, attributes(a, OTHERS_A),
              attributes(b, OTHERS_B));
          for (var operation : operations) {
            if (operation.decide().apply(now) instanceof GptDecision.Write(var next)) {
              written++;
              check(operation, now, next);
            }
          }
        }
      }
    }
    assertTrue(written > 1_000_000, "only " + written + " states were permitted");
  }

  private static void check(Operation operation, GptSlots now, GptSlots next) {
    // Messages are made only when needed: millions of states are looked at.
    assertTrue(next.a().others() == OTHERS_A && next.b().others() == OTHERS_B,
        () -> say(operation, now, next));
    assertTrue(now.primary() == null || next.primary() != null, () -> say(operation, now, next));
    assertEquals(new GptDecision.Write(next), again(operation, now, next),
        () -> say(operation, now, next));
    for (var rule : PriorityRule.values()) {
      var before = afterAllTries(now, rule);
      var after = afterAllTries(next, rule);
      assertTrue(before == null || after != null,
          () -> "nothing is left to boot: " + say(operation, now, next));
      assertTrue(after == null || now.good(after) || isConfirmed(operation, now, after),
          () -> "falls back to what was never confirmed: " + say(operation, now, next));
    }
    checkResult(operation, now, next);
  }

  /** Doing it twice is doing it once, save that a cancellation is over when it is done. */
  private static GptDecision again(Operation operation, GptSlots now, GptSlots next) {
    return operation.name().equals("cancel") && !now.equals(next)
        ? new GptDecision.Write(next)
        : operation.decide().apply(next);
  }

  private static boolean isConfirmed(Operation operation, GptSlots now, Slot slot) {
    return operation.name().equals("confirm") && slot == now.booted();
  }

  private static void checkResult(Operation operation, GptSlots now, GptSlots next) {
    var slot = operation.slot();
    switch (operation.name()) {
      case "disable" -> {
        assertTrue(!next.of(Objects.requireNonNull(slot)).bootable() && slot != now.booted(),
            () -> say(operation, now, next));
        assertTrue(next.equals(now) || next.good(Objects.requireNonNull(now.booted())),
            () -> say(operation, now, next));
      }
      case "mark bad" -> assertEquals(Standing.BAD, next.standing(Objects.requireNonNull(slot)),
          () -> say(operation, now, next));
      case "activate" -> {
        Objects.requireNonNull(slot);
        assertTrue(next.primary() == slot && slot != now.booted(), () -> say(operation, now, next));
        assertEquals(now.standing(slot.other()), next.standing(slot.other()),
            () -> say(operation, now, next));
        for (var rule : PriorityRule.values()) {
          assertEquals(operation.tries(), boots(next, slot, rule), () -> say(operation, now, next));
        }
      }
      case "confirm" -> assertTrue(next.good(Objects.requireNonNull(now.booted())),
          () -> say(operation, now, next));
      case "rollback" -> {
        assertTrue(next.primary() == Objects.requireNonNull(now.booted()).other(),
            () -> say(operation, now, next));
        assertTrue(
            next.standing(Slot.A) == now.standing(Slot.A)
                && next.standing(Slot.B) == now.standing(Slot.B),
            () -> say(operation, now, next));
      }
      case "cancel" -> assertTrue(next.primary() == now.booted() && now.booted() != null,
          () -> say(operation, now, next));
      default -> throw new AssertionError(operation);
    }
  }

  /** Where a device ends up that is switched on again and again and never confirms anything. */
  private static @Nullable Slot afterAllTries(GptSlots slots, PriorityRule rule) {
    var now = slots;
    for (int boot = 0; boot < 64; boot++) {
      var primary = now.primary();
      if (primary == null) {
        return null;
      }
      var next = now.with(primary, rule.afterTry(now.of(primary)));
      if (next.equals(now)) {
        return primary;
      }
      now = next;
    }
    throw new AssertionError("the loader does not come to rest: " + slots);
  }

  private static int boots(GptSlots slots, Slot slot, PriorityRule rule) {
    var now = slots;
    int boots = 0;
    while (now.primary() == slot && boots <= GptAttributes.MAX) {
      now = now.with(slot, rule.afterTry(now.of(slot)));
      boots++;
    }
    return boots;
  }

  private static GptAttributes attributes(int nineBits, long others) {
    return new GptAttributes(nineBits & 15, (nineBits >> 4) & 15, (nineBits >> 8) != 0, others);
  }

  private static String say(Operation operation, GptSlots now, GptSlots next) {
    return operation + ": " + now + " -> " + next;
  }
}
