package dev.bascule.bootctl.gpt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.volume.MemoryVolume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * Bytes that sgdisk 1.0.9 wrote for the test's disk ({@code sgdisk -U … -n … -t … -u … -c … -A …} on an empty file
 * of 8 MiB, cut out with dd and xxd).
 */
class GptGoldenTest {
  private static final String MBR_ENTRY = "00000200ee05040101000000ff3f0000";
  private static final String PRIMARY = """
    4546492050415254000001005c000000b29646fa000000000100000000000000ff3f000000000000220000000000\
    0000de3f00000000000033221100554477668899aabbccddeeff020000000000000080000000800000000b1ad18a""";
  private static final String BACKUP = """
    4546492050415254000001005c0000008783734e00000000ff3f0000000000000100000000000000220000000000\
    0000de3f00000000000033221100554477668899aabbccddeeffdf3f00000000000080000000800000000b1ad18a""";
  private static final String ENTRY_A =
      """
        6861636b2074686520706c616e6574211111111122223333444455555555aaaa0010000000000000ff17000000000000\
        000000000000010152004f004f0054002d00410000000000000000000000000000000000000000000000000000000000\
        0000000000000000000000000000000000000000000000000000000000000000""";

  @Test
  void writesTheBytesThatSgdiskWrites() throws IOException {
    byte[] disk = TestDisk.bytes(TestDisk.layout(), 512);

    assertThat(hex(disk, 446, 16)).isEqualTo(MBR_ENTRY);
    assertThat(hex(disk, 510, 2)).isEqualTo("55aa");
    assertThat(hex(disk, 512, 92)).isEqualTo(PRIMARY);
    assertThat(hex(disk, 1024 + 128, 128)).isEqualTo(ENTRY_A);
    assertThat(hex(disk, disk.length - 512, 92)).isEqualTo(BACKUP);
    assertThat(hex(disk, disk.length - 33 * 512 + 128, 128)).isEqualTo(ENTRY_A);
  }

  @Test
  void readsTheBytesThatSgdiskWrote() throws Exception {
    byte[] sector = Arrays.copyOf(HexFormat.of().parseHex(PRIMARY), 512);

    var header = GptHeader.decode(sector, 1, TestDisk.SIZE / 512);

    assertThat(header.disk()).isEqualTo(TestDisk.DISK);
    assertThat(header.alternateLba()).isEqualTo(16383);
    assertThat(header.firstUsable()).isEqualTo(34);
    assertThat(header.lastUsable()).isEqualTo(16350);
    assertThat(header.entriesLba()).isEqualTo(2);
    assertThat(header.entryCount()).isEqualTo(128);
    assertThat(header.entrySize()).isEqualTo(128);
    assertThat(header.entriesCrc()).isEqualTo(0x8ad11a0b);
    assertThat(header.encode(512)).isEqualTo(sector);
  }

  @Test
  void keepsWhatAHeaderAndAnEntrySayBeyondWhatIsKnown() throws Exception {
    byte[] disk = TestDisk.bytes(TestDisk.layout(), 512);
    // A reserved field of the header, and what stands after the end of an entry's name.
    disk[512 + 20] = 0x77;
    disk[1024 + 128 + 56 + 60] = 0x66;
    seal(disk);
    var volume = new MemoryVolume(disk);
    var gpt = Gpt.read(volume);
    assertThat(gpt.table().entry(2).name()).isEqualTo("ROOT-A");

    gpt.write(volume, gpt.table().withAttributes(2, GptAttributes.NONE));

    assertThat(disk[512 + 20]).isEqualTo((byte) 0x77);
    assertThat(disk[disk.length - 512 + 20]).isEqualTo((byte) 0x77);
    assertThat(disk[1024 + 128 + 56 + 60]).isEqualTo((byte) 0x66);
  }

  /** Makes the primary's checksums right again after an edit. */
  static void seal(byte[] disk) {
    var bytes = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
    int size = Math.clamp(bytes.getInt(512 + 12), 0, 512);
    int length =
        Math.clamp((long) bytes.getInt(512 + 80) * bytes.getInt(512 + 84), 0, 1 << 20);
    long entries = bytes.getLong(512 + 72);
    if (entries >= 0 && entries < disk.length / 512 && entries * 512 + length <= disk.length) {
      bytes.putInt(512 + 88, GptHeader
          .crc(Arrays.copyOfRange(disk, (int) entries * 512, (int) entries * 512 + length)));
    }
    bytes.putInt(512 + 16, 0);
    bytes.putInt(512 + 16, GptHeader.crc(Arrays.copyOfRange(disk, 512, 512 + size)));
  }

  private static String hex(byte[] disk, int from, int length) {
    return HexFormat.of().formatHex(disk, from, from + length);
  }
}
