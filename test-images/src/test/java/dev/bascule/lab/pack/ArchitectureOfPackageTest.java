package dev.bascule.lab.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArchitectureOfPackageTest {

  @Test
  void isThisMachinesAndNoOther() throws IOException {
    Architecture own = Architecture.running();

    assertThat(Architecture.require(own.debian())).isEqualTo(own);
    for (Architecture other : Arrays.stream(Architecture.values())
        .filter(each -> each != own)
        .toList()) {
      assertThatThrownBy(() -> Architecture.require(other.debian()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("architecture: expected " + own.debian())
          .hasMessageContaining("found " + other.debian())
          .hasMessageContaining("docs/packaging.md");
    }
    assertThatThrownBy(() -> Architecture.require("m68k"))
        .hasMessage("architecture: expected one of amd64, arm64, found m68k");
  }
}
