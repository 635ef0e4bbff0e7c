package dev.bascule.bootctl.uboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

class UbootFuzzTest {

  /** Any content, given a right checksum, is refused or is read again the same after it was written. */
  @FuzzTest(maxDuration = "20s")
  void readsOrRefusesAnyBytes(byte[] data) {
    var crc = new CRC32();
    crc.update(data);
    byte[] bytes = ByteBuffer.allocate(data.length + 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) crc.getValue())
        .put(data)
        .array();
    try {
      var block = UbootBlock.decode(bytes, false);
      assertThat(UbootBlock.decode(block.encode(bytes.length, false), false)).isEqualTo(block);
    } catch (MalformedEnvironmentException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
