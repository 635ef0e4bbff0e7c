package dev.bascule.bootctl.gpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GptAttributesTest {

  @Test
  void readsTheLifeOfASlot() {
    assertThat(GptAttributes.decode(0x0101000000000000L))
        .isEqualTo(new GptAttributes(1, 0, true, 0));
    assertThat(GptAttributes.decode(0x0012000000000000L))
        .isEqualTo(new GptAttributes(2, 1, false, 0));
    assertThat(GptAttributes.decode(0x0002000000000000L))
        .isEqualTo(new GptAttributes(2, 0, false, 0));
    assertThat(GptAttributes.decode(0x0102000000000000L))
        .isEqualTo(new GptAttributes(2, 0, true, 0));
  }

  @Test
  void everyWordIsWrittenAsItWasRead() {
    var random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      long word = random.nextLong();
      assertThat(GptAttributes.decode(word).encode()).isEqualTo(word);
    }
  }

  @Test
  void changesOnlyItsOwnNineBits() {
    var random = new Random(2);
    for (int i = 0; i < 10_000; i++) {
      long word = random.nextLong();
      long changed = GptAttributes.decode(word)
          .with(random.nextInt(16), random.nextInt(16), random.nextBoolean())
          .encode();
      assertThat((word ^ changed) & ~0x01ff000000000000L).isZero();
    }
  }

  @Test
  void isNeverBootableWithPriorityZero() {
    assertThat(new GptAttributes(0, 15, true, 0).bootable()).isFalse();
    assertThat(new GptAttributes(1, 0, false, 0).bootable()).isFalse();
    assertThat(new GptAttributes(1, 1, false, 0).bootable()).isTrue();
    assertThat(new GptAttributes(1, 0, true, 0).bootable()).isTrue();
  }

  @Test
  void refusesWhatFourBitsDoNotHold() {
    assertThatThrownBy(() -> new GptAttributes(16, 0, false, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GptAttributes(0, -1, false, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GptAttributes(0, 0, false, 1L << 50))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
