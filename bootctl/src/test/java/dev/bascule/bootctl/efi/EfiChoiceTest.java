package dev.bascule.bootctl.efi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.LoaderLaws;
import dev.bascule.bootctl.choice.LoaderModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EfiChoiceTest {
  private static final BootNumber A = new BootNumber(1);
  private static final BootNumber B = new BootNumber(0xb);
  private static final BootNumber NETWORK = new BootNumber(7);

  /** UEFI 2.10, 3.1.1: BootNext once, then the first of BootOrder that loads. The network never does. */
  private static final LoaderModel<EfiChoice> FIRMWARE = new LoaderModel<>() {
    @Override
    public Optional<Slot> pick(EfiChoice stored) {
      return Stream.concat(Stream.ofNullable(stored.next()), stored.order().stream())
          .filter(number -> !number.equals(NETWORK))
          .map(number -> number.equals(A) ? Slot.A : Slot.B)
          .findFirst();
    }

    @Override
    public EfiChoice afterBoot(EfiChoice stored, Slot picked) {
      return new EfiChoice(stored.a(), stored.b(), stored.order(), null);
    }
  };

  @Test
  void neverLeavesADeviceThatDoesNotBoot() {
    var choices = new ArrayList<EfiChoice>();
    for (var order : List.of(List.<BootNumber>of(), List.of(A), List.of(B), List.of(A, B),
        List.of(B, A), List.of(NETWORK, A), List.of(B, NETWORK, A))) {
      for (var next : Arrays.<@Nullable BootNumber>asList(null, A, B, NETWORK)) {
        choices.add(new EfiChoice(A, B, order, next));
      }
    }

    int writes = new LoaderLaws<>(FIRMWARE, EfiChoiceTest::cuts).check(choices);

    assertThat(writes).isGreaterThan(200);
  }

  /** Between the variables' writes, which are atomic: the order is new, the next start still old. */
  private static List<EfiChoice> cuts(EfiChoice before, EfiChoice next) {
    return List.of(before, new EfiChoice(before.a(), before.b(), next.order(), before.next()));
  }

  @Test
  void leavesOthersEntriesInTheirPlaces() {
    var choice = new EfiChoice(A, B, List.of(NETWORK, B, A), null);

    assertThat(choice.without(Slot.B).order()).containsExactly(NETWORK, A);
    assertThat(choice.withFirst(Slot.A).order()).containsExactly(A, NETWORK, B);
  }

  @Test
  void saysWhatIsMissing() {
    var choice = new EfiChoice(A, null, List.of(A), null);

    assertThat(choice.missing(Slot.B)).hasValueSatisfying(
        text -> assertThat(text).contains("no Boot#### entry", "efibootmgr"));
    assertThat(Objects.requireNonNull(choice.primary())).isEqualTo(Slot.A);
  }
}
