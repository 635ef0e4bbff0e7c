package dev.bascule.bootctl.gpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class GuidTest {

  /** The EFI system partition's type, bytes as in UEFI 2.10, table 5-7 and appendix A. */
  @Test
  void storesTheFirstThreeGroupsLittleEndian() {
    var bytes = ByteBuffer.allocate(18);
    Guid.parse("C12A7328-F81F-11D2-BA4B-00A0C93EC93B").encode(bytes, 1);
    assertThat(HexFormat.of().formatHex(bytes.array()))
        .isEqualTo("00" + "28732ac11ff8d211ba4b00a0c93ec93b" + "00");
    assertThat(Guid.decode(bytes, 1)).hasToString("C12A7328-F81F-11D2-BA4B-00A0C93EC93B");
  }

  @Test
  void refusesGroupsOfOtherLengths() {
    assertThatThrownBy(() -> Guid.parse("1-2-3-4-5")).isInstanceOf(IllegalArgumentException.class);
  }
}
