package dev.bascule.bootctl.efi;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.bootctl.Slot;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

class BootNumberFuzzTest {

  @FuzzTest(maxDuration = "20s")
  void readsOrRefusesAnyOrder(byte[] data) {
    try {
      var numbers = BootNumber.decode(data);
      assertThat(BootNumber.encode(numbers)).isEqualTo(data);
    } catch (MalformedEfiVariableException e) {
      assertThat(data.length % 2).isEqualTo(1);
    }
  }

  /** Whatever is in the variables, a repair names entries that exist, a slot among them, or refuses. */
  @FuzzTest(maxDuration = "20s")
  void repairsAnyOrderOrRefuses(FuzzedDataProvider data) {
    var a = new BootNumber(1);
    var exist = new HashSet<>(List.of(a, new BootNumber(2), new BootNumber(0x1234)));
    var slots = new EfiChoice(a, new BootNumber(2), List.of(), null);
    var booted = data.pickValue(new Slot[]{Slot.A, Slot.B, null});
    var next = data.consumeBoolean() ? Optional.of(data.consumeBytes(4)) : Optional.<byte[]>empty();
    byte[] order = data.consumeRemainingAsBytes();

    var repair = EfiRepair.decide(Optional.of(order), next, exist, slots, booted);

    assertThat(repair.order().isPresent() && repair.refusal().isPresent()).isFalse();
    if (booted != null) {
      assertThat(repair.refusal()).isEmpty();
    }
    repair.order()
        .ifPresent(written -> assertThat(exist).containsAll(written));
    assertThat(repair.steps().isEmpty())
        .isEqualTo(repair.order().isEmpty() && !repair.dropsNext());
  }
}
