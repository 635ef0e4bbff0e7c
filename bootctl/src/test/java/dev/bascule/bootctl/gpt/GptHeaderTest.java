package dev.bascule.bootctl.gpt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GptHeaderTest {

  @ParameterizedTest
  @CsvSource({"8, 131072, revision 1.x", "12, 91, header of 92 to 512",
      "12, 513, header of 92 to 512",
      "12, -1, 4294967295", "24, 2, found one for 2", "40, 1, usable sectors 1",
      "40, 16351, usable sectors 16351",
      "48, 16384, usable sectors 34 to 16384", "72, 1, entries in sectors 1",
      "72, 3, entries in sectors 3",
      "72, 40, entries in sectors 40", "72, 16383, entries in sectors 16383",
      "80, 0, 1 to 8192 entries",
      "80, -1, 4294967295", "80, 8193, found 8193", "84, 127, found 127", "84, 192, found 192",
      "84, 8192, found 8192",
      "84, 0, found 0"})
  void refusesNumbersThatMakeNoSenseThoughTheChecksumIsRight(int field, int value, String said)
      throws IOException {
    byte[] disk = TestDisk.bytes(TestDisk.layout(), 512);
    ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN).putInt(512 + field, value);
    GptGoldenTest.seal(disk);

    assertThatThrownBy(
        () -> GptHeader.decode(Arrays.copyOfRange(disk, 512, 1024), 1, disk.length / 512))
        .isInstanceOf(MalformedGptException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({"0", "15", "16", "30", "91"})
  void refusesAHeaderWithOneWrongBit(int offset) throws IOException {
    byte[] sector = Arrays.copyOfRange(TestDisk.bytes(TestDisk.layout(), 512), 512, 1024);
    sector[offset] ^= 4;

    assertThatThrownBy(() -> GptHeader.decode(sector, 1, TestDisk.SIZE / 512))
        .isInstanceOf(MalformedGptException.class);
  }
}
