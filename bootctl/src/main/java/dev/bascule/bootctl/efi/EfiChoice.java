package dev.bascule.bootctl.efi;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.choice.SlotChoice;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The firmware's choice: an order for good, and one number for the next start only. A slot in the order is
 * good; a trial is the next start only and not in the order, so it is tried once.
 *
 * @param a slot A's {@code Boot####}, or null if there is none
 * @param order all of it, entries of others in their places
 * @param next {@code BootNext}, or null if there is none
 */
record EfiChoice(@Nullable BootNumber a, @Nullable BootNumber b, List<BootNumber> order,
    @Nullable BootNumber next) implements SlotChoice<EfiChoice> {

  EfiChoice {
    order = List.copyOf(order);
  }

  @Nullable
  BootNumber of(Slot slot) {
    return switch (slot) {
      case A -> a;
      case B -> b;
    };
  }

  private boolean is(Slot slot, @Nullable BootNumber number) {
    return number != null && number.equals(of(slot));
  }

  private boolean isNext(Slot slot) {
    return is(slot, next);
  }

  private boolean isInOrder(Slot slot) {
    return order.stream().anyMatch(number -> is(slot, number));
  }

  @Override
  public SlotState state(Slot slot) {
    var number = of(slot);
    if (number == null) {
      return new SlotState(slot, Standing.BAD, 0, "no entry");
    }
    var standing = Standing.BAD;
    if (isInOrder(slot)) {
      standing = Standing.GOOD;
    } else if (isNext(slot)) {
      standing = Standing.TRIAL;
    }
    int place = order.indexOf(number) + 1;
    String detail = number + (place > 0 ? " order=" + place : " order=none")
        + (isNext(slot) ? " next" : "");
    return new SlotState(slot, standing, standing == Standing.TRIAL ? 1 : 0, detail);
  }

  @Override
  public @Nullable Slot primary() {
    for (var slot : Slot.values()) {
      if (isNext(slot)) {
        return slot;
      }
    }
    return order.stream()
        .flatMap(number -> Stream.of(Slot.values()).filter(slot -> is(slot, number)))
        .findFirst()
        .orElse(null);
  }

  @Override
  public Optional<String> missing(Slot slot) {
    return of(slot) == null
        ? Optional
            .of("slot " + slot + " has no Boot#### entry: make one with efibootmgr --create-only")
        : Optional.empty();
  }

  @Override
  public EfiChoice without(Slot slot) {
    return new EfiChoice(a, b, orderWithout(slot), isNext(slot) ? null : next);
  }

  /** One try, for that is what {@code BootNext} gives, however many are asked for. */
  @Override
  public EfiChoice withTrial(Slot slot, int tries) {
    return new EfiChoice(a, b, orderWithout(slot), present(slot));
  }

  @Override
  public EfiChoice withGood(Slot slot) {
    return isInOrder(slot) ? this : withFirst(slot);
  }

  @Override
  public EfiChoice withFirst(Slot slot) {
    var first = Stream.concat(Stream.of(present(slot)), orderWithout(slot).stream()).toList();
    return new EfiChoice(a, b, first, null);
  }

  private BootNumber present(Slot slot) {
    return Objects.requireNonNull(of(slot), () -> "slot " + slot + " has no entry");
  }

  private List<BootNumber> orderWithout(Slot slot) {
    return order.stream().filter(number -> !is(slot, number)).toList();
  }

  @Override
  public String toString() {
    return "BootOrder " + order + (next == null ? "" : " BootNext " + next);
  }
}
