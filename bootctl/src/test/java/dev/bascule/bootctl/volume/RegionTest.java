package dev.bascule.bootctl.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionTest {
  private final MemoryVolume disk = new MemoryVolume(new byte[100]);

  @Test
  void countsFromItsOwnFirstByte() throws IOException {
    var region = disk.region("part", 10, 20);

    region.write(19, ByteBuffer.wrap(new byte[]{5}));
    region.region("inner", 5, 5).write(0, ByteBuffer.wrap(new byte[]{6}));

    assertThat(region.size()).isEqualTo(20);
    assertThat(region.name()).isEqualTo("part");
    assertThat(disk.bytes()[29]).isEqualTo((byte) 5);
    assertThat(disk.bytes()[15]).isEqualTo((byte) 6);
    var back = ByteBuffer.allocate(2);
    region.read(18, back);
    assertThat(back.array()).containsExactly(0, 5);
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "20, 1", "19, 2", "0, 21", "9223372036854775807, 1", "21, 0"})
  void reachesNothingOutside(long position, int length) throws IOException {
    var region = disk.region("part", 10, 20);

    assertThatThrownBy(() -> region.write(position, ByteBuffer.allocate(length)))
        .isInstanceOf(OutsideVolumeException.class)
        .hasMessage("part: expected a range within its 20 bytes, found " + length + " bytes at "
            + position);
    assertThatThrownBy(() -> region.read(position, ByteBuffer.allocate(length)))
        .isInstanceOf(OutsideVolumeException.class);
    assertThatThrownBy(() -> region.deallocate(position, length))
        .isInstanceOf(OutsideVolumeException.class);
    assertThatThrownBy(() -> region.dropCache(position, length))
        .isInstanceOf(OutsideVolumeException.class);
    assertThatThrownBy(() -> region.writeBehind(position, length))
        .isInstanceOf(OutsideVolumeException.class);
  }

  @ParameterizedTest
  @CsvSource({"-1, 5", "99, 2", "0, 101", "9223372036854775807, 9223372036854775807", "5, -1"})
  void isNotMadeWhereTheWholeHasNoRoom(long offset, long length) {
    assertThatThrownBy(() -> disk.region("part", offset, length))
        .isInstanceOf(OutsideVolumeException.class);
  }
}
