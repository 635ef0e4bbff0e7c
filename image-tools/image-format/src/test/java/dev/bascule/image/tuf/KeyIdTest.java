package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names of keys, and of their families, as metadata has them. */
class KeyIdTest {

  @Test
  void hasOneTo256Characters() {
    assertThat(new KeyId("x".repeat(256))).hasToString("x".repeat(256));
    assertThatThrownBy(() -> new KeyId("x".repeat(257))).hasMessageContaining("1 to 256");
    assertThatThrownBy(() -> new KeyId("")).hasMessageContaining("1 to 256");
  }

  @Test
  void isSortedByItsText() {
    assertThat(new KeyId("a")).isLessThan(new KeyId("b"))
        .isGreaterThan(new KeyId("A"))
        .isEqualByComparingTo(new KeyId("a"));
  }

  @ParameterizedTest
  @EnumSource(KeyFamily.class)
  void familiesAreReadAsTheyAreWritten(KeyFamily family) {
    assertThat(KeyFamily.parse(family.toString())).isEqualTo(family);
    assertThatThrownBy(() -> KeyFamily.parse(family + "s"))
        .hasMessage("key family: expected one of [classical, post-quantum], found " + family + "s");
  }
}
