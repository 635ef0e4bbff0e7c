package dev.bascule.bootctl.gpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.volume.MemoryVolume;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GptTest {
  private static final GptAttributes TRIAL = GptAttributes.NONE.with(2, 3, false);

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void readsWhatWasLaidOut(int sectorSize) throws IOException {
    var gpt = Gpt.read(new MemoryVolume(TestDisk.bytes(TestDisk.layout(), sectorSize)));

    assertThat(gpt.remarks()).isEmpty();
    assertThat(gpt.whole()).isTrue();
    assertThat(gpt.sectorSize()).isEqualTo(sectorSize);
    assertThat(gpt.table().partitions()).extracting(GptEntry::name)
        .containsExactly("EFI", "ROOT-A", "ROOT-B",
            "Daten \u00fc\ud83d\ude00");
    var a = gpt.table().entry(TestDisk.PART_A);
    assertThat(a.firstLba() * sectorSize).isEqualTo(2 << 20);
    assertThat(a.sectors() * sectorSize).isEqualTo(1 << 20);
    assertThat(a.unique()).isEqualTo(TestDisk.A);
    assertThat(a.attributes()).hasToString("priority=1 tries=0 successful=1");
    assertThat(gpt.table().entry(1).attributes().others()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void writesBothCopiesAndChangesNothingElse(int sectorSize) throws IOException {
    var volume = new MemoryVolume(TestDisk.bytes(TestDisk.layout(), sectorSize));
    byte[] before = volume.bytes().clone();
    var gpt = Gpt.read(volume);

    gpt.write(volume, gpt.table().withAttributes(TestDisk.PART_B, TRIAL));

    var after = Gpt.read(volume);
    assertThat(after.whole()).isTrue();
    assertThat(after.table().entry(TestDisk.PART_B).attributes()).isEqualTo(TRIAL);
    assertThat(after.table().withAttributes(TestDisk.PART_B, GptAttributes.NONE))
        .isEqualTo(gpt.table());
    int entries = 16384;
    assertThat(Arrays.copyOf(volume.bytes(), sectorSize))
        .isEqualTo(Arrays.copyOf(before, sectorSize));
    assertThat(Arrays.copyOfRange(volume.bytes(), 2 * sectorSize + entries,
        before.length - sectorSize - entries))
        .isEqualTo(Arrays.copyOfRange(before, 2 * sectorSize + entries,
            before.length - sectorSize - entries));
  }

  /** Each sector of the primary, then each of the backup, is destroyed; a write makes all whole again. */
  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void survivesAnyDestroyedSectorOfOneCopy(int sectorSize) throws IOException {
    byte[] disk = TestDisk.bytes(TestDisk.layout(), sectorSize);
    byte[] expected = disk.clone();
    {
      var volume = new MemoryVolume(expected);
      var gpt = Gpt.read(volume);
      gpt.write(volume, gpt.table().withAttributes(TestDisk.PART_B, TRIAL));
    }
    int copySectors = 1 + 16384 / sectorSize;
    for (int i = 0; i < 2 * copySectors; i++) {
      int sector = i < copySectors ? 1 + i : disk.length / sectorSize - 1 - (i - copySectors);
      byte[] torn = disk.clone();
      for (int at = sector * sectorSize; at < (sector + 1) * sectorSize; at++) {
        torn[at] ^= 0x55;
      }
      var volume = new MemoryVolume(torn);

      var gpt = Gpt.read(volume);

      assertThat(gpt.whole()).as("sector %d", sector).isFalse();
      assertThat(gpt.remarks()).hasSize(1)
          .first()
          .asString()
          .startsWith(i < copySectors ? "the primary is broken" : "the backup is broken");
      gpt.write(volume, gpt.table().withAttributes(TestDisk.PART_B, TRIAL));
      assertThat(torn).as("sector %d", sector).isEqualTo(expected);
    }
  }

  @Test
  void namesBothReasonsWhenNeitherCopyIsValid() throws IOException {
    byte[] disk = TestDisk.bytes(TestDisk.layout(), 512);
    disk[512] ^= 1;
    disk[disk.length - 33 * 512] ^= 1;

    assertThatThrownBy(() -> Gpt.read(new MemoryVolume(disk)))
        .isInstanceOf(BootException.class)
        .hasMessageContaining("no signature")
        .hasMessageContaining("expected entries' CRC");
  }

  @Test
  void refusesAnEmptyDiskAndOneTooSmallForAnything() {
    for (int size : new int[]{0, 511, 512, 1024, 1 << 20}) {
      assertThatThrownBy(() -> Gpt.read(new MemoryVolume(new byte[size])))
          .isInstanceOf(BootException.class)
          .hasMessageContaining("GUID partition table");
    }
  }

  @Test
  void takesThePrimaryWhenTheCopiesDifferAndSaysSo() throws IOException {
    byte[] disk = TestDisk.bytes(TestDisk.layout(), 512);
    byte[] later = disk.clone();
    var volume = new MemoryVolume(later);
    var gpt = Gpt.read(volume);
    gpt.write(volume, gpt.table().withAttributes(TestDisk.PART_B, TRIAL));
    System.arraycopy(disk, 0, later, 0, 1 << 20);

    var differing = Gpt.read(volume);

    assertThat(differing.remarks()).containsExactly("the copies differ: the primary counts");
    assertThat(differing.table().entry(TestDisk.PART_B).attributes()).isEqualTo(GptAttributes.NONE);
    differing.repair(volume);
    assertThat(later).isEqualTo(disk);
  }

  @Test
  void doesNotTakeADevicesTableOfAnotherSectorSize() throws IOException {
    byte[] disk = TestDisk.bytes(TestDisk.layout(), 4096);

    assertThatThrownBy(() -> Gpt.read(new MemoryVolume(disk, OptionalInt.of(512))))
        .isInstanceOf(BootException.class)
        .hasMessageContaining("sectors of 512 bytes");
    assertThat(Gpt.read(new MemoryVolume(disk, OptionalInt.of(4096))).whole()).isTrue();
  }

  /** A loader that finds the primary torn looks for the backup at the disk's end. */
  @Test
  void movesTheBackupToTheEndOfADiskThatGrew() throws IOException {
    byte[] grown = Arrays.copyOf(TestDisk.bytes(TestDisk.layout(), 512), 10 << 20);
    var volume = new MemoryVolume(grown);
    var gpt = Gpt.read(volume);
    assertThat(gpt.whole()).isTrue();
    assertThat(gpt.remarks()).hasSize(1).first().asString().contains("not in the disk's last");

    var written = gpt.write(volume, gpt.table().withAttributes(TestDisk.PART_B, TRIAL));

    assertThat(written.remarks()).isEmpty();
    grown[512] = 0;
    assertThat(Gpt.read(volume).table()).isEqualTo(written.table());
  }

  @Test
  void leavesTheBackupWhereItIsIfSomethingIsStoredAtTheEnd() throws IOException {
    byte[] grown = Arrays.copyOf(TestDisk.bytes(TestDisk.layout(), 512), 10 << 20);
    grown[grown.length - 600] = 1;
    byte[] tail = Arrays.copyOfRange(grown, (int) TestDisk.SIZE, grown.length);
    var volume = new MemoryVolume(grown);
    var gpt = Gpt.read(volume);

    var written = gpt.write(volume, gpt.table().withAttributes(TestDisk.PART_B, TRIAL));

    assertThat(written.remarks()).isEqualTo(gpt.remarks()).hasSize(1);
    assertThat(Arrays.copyOfRange(grown, (int) TestDisk.SIZE, grown.length)).isEqualTo(tail);
  }

  @Test
  void remarksOnAMissingProtectiveMbr() throws IOException {
    byte[] disk = TestDisk.bytes(TestDisk.layout(), 512);
    disk[446 + 4] = (byte) 0x83;
    assertThat(Gpt.read(new MemoryVolume(disk)).remarks()).hasSize(1)
        .first()
        .asString()
        .contains("type ee");
    disk[510] = 0;
    assertThat(Gpt.read(new MemoryVolume(disk)).remarks()).hasSize(1)
        .first()
        .asString()
        .contains("MBR signature");
  }

  @Test
  void findsAPartitionByNameAndByGuid() throws IOException {
    var table = Gpt.read(new MemoryVolume(TestDisk.bytes(TestDisk.layout(), 512))).table();

    assertThat(table.find(VolumeSpec.parse("PARTLABEL=ROOT-B"), "disk").number()).isEqualTo(3);
    assertThat(table.find(VolumeSpec.parse("PARTUUID=11111111-2222-3333-4444-55555555AAAA"), "disk")
        .number())
        .isEqualTo(2);
    assertThatThrownBy(() -> table.find(VolumeSpec.parse("PARTLABEL=ROOT-C"), "disk"))
        .isInstanceOf(BootException.class)
        .hasMessageContaining("found 0")
        .hasMessageContaining("ROOT-A");
  }

  @Test
  void refusesANameThatTwoPartitionsHave() throws IOException {
    var table = Gpt.read(new MemoryVolume(TestDisk.bytes(TestDisk.layout(), 512))).table();
    var b = table.entry(3);
    var twice = table.withEntry(
        new GptEntry(3, b.type(), b.unique(), b.firstLba(), b.lastLba(), b.attributes(), "ROOT-A"));

    assertThatThrownBy(() -> twice.find(VolumeSpec.parse("PARTLABEL=ROOT-A"), "disk"))
        .isInstanceOf(BootException.class)
        .hasMessageContaining("found 2");
  }

  @Test
  void refusesAPartitionOutsideTheDisk() throws IOException {
    var table = Gpt.read(new MemoryVolume(TestDisk.bytes(TestDisk.layout(), 512))).table();
    var b = table.entry(3);
    for (long[] range : new long[][]{{0, 100}, {b.lastLba(), b.firstLba()},
        {b.firstLba(), Long.MAX_VALUE},
        {-1, b.lastLba()}}) {
      var wild = table.withEntry(
          new GptEntry(3, b.type(), b.unique(), range[0], range[1], b.attributes(), b.name()));
      assertThatThrownBy(() -> wild.find(VolumeSpec.parse("PARTLABEL=ROOT-B"), "disk"))
          .isInstanceOf(BootException.class)
          .hasMessageContaining("expected them within");
    }
  }

  /** The backup's place has no room for the primary's entries, so another must be found for it. */
  @Test
  void movesABackupThatHasFewerEntriesThanThePrimary() throws IOException {
    byte[] disk = TestDisk.bytes(TestDisk.layout(), 512);
    var full = Gpt.read(new MemoryVolume(disk)).table();
    byte[] few = Arrays.copyOf(full.entries(), 16 * 128);
    int last = disk.length / 512 - 1;
    System.arraycopy(few, 0, disk, (last - 4) * 512, few.length);
    var backup = ByteBuffer.wrap(disk, last * 512, 512).slice().order(ByteOrder.LITTLE_ENDIAN);
    backup.putLong(72, last - 4).putInt(80, 16).putInt(88, GptHeader.crc(few)).putInt(16, 0);
    backup.putInt(16, GptHeader.crc(Arrays.copyOfRange(disk, last * 512, last * 512 + 92)));
    var volume = new MemoryVolume(disk);
    var gpt = Gpt.read(volume);
    assertThat(gpt.remarks()).containsExactly("the copies differ: the primary counts");

    assertThat(gpt.repair(volume).remarks()).isEmpty();

    assertThat(Arrays.mismatch(disk, TestDisk.bytes(TestDisk.layout(), 512))).isEqualTo(-1);
  }
}
