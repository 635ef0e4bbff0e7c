package dev.bascule.bootctl.gpt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.volume.MemoryVolume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any disk gives a table or a named error; what is written to it stays out of the partitions. */
class GptFuzzTest {
  private static final int SIZE = 3 << 20;
  private static final GptAttributes TRIAL = GptAttributes.NONE.with(2, 3, false);

  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyDisk(byte[] start) throws IOException {
    byte[] disk = new byte[SIZE];
    System.arraycopy(start, 0, disk, 512, Math.min(start.length, SIZE - 512));
    check(disk);
  }

  /** Each edit is an offset within the header or the first entries and a byte, sealed by a right checksum. */
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAHeaderWithRightChecksums(byte[] edits) throws IOException {
    byte[] disk = disk();
    for (int i = 0; i + 2 < edits.length && i < 3 * 64; i += 3) {
      int offset = (((edits[i] & 0xff) << 8) | (edits[i + 1] & 0xff)) % 1536;
      disk[512 + offset] = edits[i + 2];
    }
    GptGoldenTest.seal(disk);
    check(disk);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void readsOrRefusesSeededMutants(long seed) throws IOException {
    var random = new Random(seed);
    int[] fields = {8, 12, 24, 32, 40, 48, 72, 80, 84, 512 + 32, 512 + 40, 512 + 48};
    long[] values = {0, 1, 2, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE,
        Integer.MIN_VALUE, SIZE / 512,
        SIZE / 512 - 1, 33, 34, 128, 4096, 0x7fff_ffff_ffffL};
    for (int i = 0; i < 400; i++) {
      byte[] disk = disk();
      var bytes = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
      for (int edit = random.nextInt(4); edit >= 0; edit--) {
        int field = fields[random.nextInt(fields.length)];
        long value = values[random.nextInt(values.length)] + random.nextInt(3) - 1;
        if ((field >= 80 && field < 512) || field < 24) {
          bytes.putInt(512 + field, (int) value);
        } else {
          bytes.putLong(512 + field, value);
        }
      }
      GptGoldenTest.seal(disk);
      if (random.nextBoolean()) {
        Arrays.fill(disk, SIZE - 512, SIZE, (byte) random.nextInt());
      }
      check(disk);
    }
  }

  private static void check(byte[] disk) throws IOException {
    var volume = new MemoryVolume(disk);
    byte[] before = disk.clone();
    Gpt gpt;
    try {
      gpt = Gpt.read(volume);
    } catch (BootException e) {
      assertThat(e.remedy()).isNotBlank();
      return;
    }
    var next = gpt.table().withAttributes(1, TRIAL);
    try {
      var after = gpt.write(volume, next);
      assertThat(after.whole()).isTrue();
      assertThat(after.table()).isEqualTo(next);
    } catch (BootException e) {
      assertThat(e).hasMessageMatching("(?s).*(no room|found neither).*");
    }
    int from = (int) gpt.table().firstUsable() * gpt.sectorSize();
    int to = (int) (gpt.table().lastUsable() + 1) * gpt.sectorSize();
    assertThat(Arrays.mismatch(before, from, to, disk, from, to)).isEqualTo(-1);
    assertThat(Arrays.mismatch(before, 0, gpt.sectorSize(), disk, 0, gpt.sectorSize()))
        .isEqualTo(-1);
  }

  private static byte[] disk() throws IOException {
    var volume = new MemoryVolume(new byte[SIZE]);
    new GptLayout(TestDisk.DISK, TestDisk.layout().partitions().subList(1, 2)).write(volume, 512);
    return volume.bytes();
  }
}
