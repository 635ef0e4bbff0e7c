package dev.bascule.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DeltaMakerTest {

  @Test
  void readsWhatZchunkWouldFetch() throws IOException {
    assertThat(DeltaMaker.toFetch("""
      Reading
      Would download 67788421 of 109977262 bytes
      """)).isEqualTo(67_788_421);
  }

  @Test
  void refusesAnAnswerWithoutTheNumber() {
    assertThatThrownBy(() -> DeltaMaker.toFetch("no such file\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a line 'Would download …'");
  }

  @Test
  void isNamedAsOnACommandLine() {
    assertThat(DeltaMaker.ZSTD_PATCH).hasToString("zstd-patch");
  }
}
