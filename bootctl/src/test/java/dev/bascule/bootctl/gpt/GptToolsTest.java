package dev.bascule.bootctl.gpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.ExternalTool;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tools that everybody uses read what we write, and we read what they write. */
class GptToolsTest {
  @TempDir
  private Path directory;

  @Test
  void sgdiskMakesTheSameDiskBitForBit() throws Exception {
    var sgdisk = ExternalTool.require("sgdisk");
    var theirs = emptyFile("theirs.img");
    sgdisk.run("-U", TestDisk.DISK, "-n", "1:2048:4095", "-n", "2:4096:6143", "-n", "3:6144:8191",
        "-n",
        "4:8192:10239", "-t", "1:C12A7328-F81F-11D2-BA4B-00A0C93EC93B", "-t",
        "2:" + TestDisk.SLOT_TYPE, "-t",
        "3:" + TestDisk.SLOT_TYPE, "-t", "4:0FC63DAF-8483-4772-8E79-3D69D8477DE4", "-u",
        "1:11111111-2222-3333-4444-555555550001", "-u", "2:" + TestDisk.A, "-u", "3:" + TestDisk.B,
        "-u",
        "4:11111111-2222-3333-4444-555555550004", "-c", "1:EFI", "-c", "2:ROOT-A", "-c", "3:ROOT-B",
        "-c",
        "4:Daten \u00fc\ud83d\ude00", "-A", "1:set:0", "-A", "2:set:48", "-A", "2:set:56", theirs);

    assertThat(Arrays.mismatch(Files.readAllBytes(theirs), TestDisk.bytes(TestDisk.layout(), 512)))
        .isEqualTo(-1);
  }

  /** A whole life: update to B that fails, update to B that holds, technician's rollback, update of A. */
  @Test
  void allToolsAgreeAfterEveryOperation() throws Exception {
    var disk = TestDisk.file(directory, TestDisk.layout(), 512);
    judge(disk, "0101000000000000", "0000000000000000");
    var onA = control(disk, Slot.A);
    var onB = control(disk, Slot.B);

    assertWritten(onA.activate(Slot.B, 3));
    judge(disk, "0101000000000000", "0032000000000000");
    boot(disk, PriorityRule.GPTPRIO, Slot.B);
    judge(disk, "0101000000000000", "0022000000000000");
    assertWritten(onB.markBad(Slot.B));
    judge(disk, "0101000000000000", "0000000000000000");
    boot(disk, PriorityRule.GPTPRIO, Slot.A);

    assertWritten(onA.activate(Slot.B, 1));
    judge(disk, "0101000000000000", "0012000000000000");
    boot(disk, PriorityRule.GPTPRIO, Slot.B);
    judge(disk, "0101000000000000", "0002000000000000");
    assertWritten(onB.confirm());
    judge(disk, "0101000000000000", "0102000000000000");
    assertWritten(onB.rollback());
    judge(disk, "0102000000000000", "0101000000000000");
    assertWritten(onB.cancel());
    judge(disk, "0101000000000000", "0102000000000000");
    assertWritten(onB.rollback());
    boot(disk, PriorityRule.CHROMEOS, Slot.A);
    judge(disk, "0102000000000000", "0101000000000000");
    assertWritten(onA.disable(Slot.B));
    judge(disk, "0102000000000000", "0000000000000000");
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void partxAndFdiskReadBothSectorSizes(int sectorSize) throws Exception {
    var partx = ExternalTool.require("partx");
    var fdisk = ExternalTool.require("fdisk");
    var disk = TestDisk.file(directory, TestDisk.layout(), sectorSize);

    assertWritten(control(disk, Slot.A).activate(Slot.B, 3));

    assertThat(
        partx.run("--sector-size", sectorSize, "-rgo", "NR,START,SECTORS,NAME,FLAGS", disk).lines())
        .contains("2 4096 2048 ROOT-A 0x101000000000000", "3 6144 2048 ROOT-B 0x32000000000000");
    String listed = fdisk.run("-b", sectorSize, "-l", disk);
    assertThat(listed).contains("Disklabel type: gpt")
        .doesNotContainIgnoringCase("corrupt")
        .doesNotContainIgnoringCase("mismatch");
  }

  @Test
  void repairsWhatSgdiskCallsBroken() throws Exception {
    var sgdisk = ExternalTool.require("sgdisk");
    for (long position : new long[]{512, 2 * 512 + 128, TestDisk.SIZE - 512,
        TestDisk.SIZE - 33 * 512 + 256}) {
      var disk = TestDisk.file(directory, TestDisk.layout(), 512);
      try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
        file.seek(position);
        file.write(0xff);
      }
      assertThat(sgdisk.run("-v", disk)).contains("CRC");

      var control = control(disk, Slot.A);
      assertThat(control.readFaults()).hasSize(1);
      assertThat(control.repair()).isEmpty();

      judge(disk, "0101000000000000", "0000000000000000");
    }
  }

  /** Boards with boot code in sector 2 have their entries further on; nothing in the backup says where. */
  @Test
  void repairsAPrimaryWhoseEntriesAreNotInSectorTwo() throws Exception {
    var sgdisk = ExternalTool.require("sgdisk");
    var disk = TestDisk.file(directory, TestDisk.layout(), 512);
    sgdisk.run("-j", 64, disk);
    byte[] bootCode = new byte[30 * 512];
    Arrays.fill(bootCode, (byte) 0xb0);
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.seek(2 * 512);
      file.write(bootCode);
      file.seek(512);
      file.write(new byte[512]);
    }
    assertWritten(control(disk, Slot.A).activate(Slot.B, 3));

    judge(disk, "0101000000000000", "0032000000000000");
    assertThat(sgdisk.run("-p", disk)).contains("Main partition table begins at sector 64");
    try (var file = new RandomAccessFile(disk.toFile(), "r")) {
      file.seek(2 * 512);
      byte[] found = new byte[bootCode.length];
      file.readFully(found);
      assertThat(found).isEqualTo(bootCode);
    }
  }

  /** sfdisk lets the usable sectors begin at 2048 and keeps the entries in sector 2. */
  @Test
  void repairsAPrimaryMadeBySfdisk() throws Exception {
    var sfdisk = ExternalTool.require("sfdisk");
    var disk = emptyFile("sfdisk.img");
    var script = Files.writeString(directory.resolve("script"),
        "label: gpt\nstart=4096,size=2048,name=ROOT-A,attrs=\"GUID:48,56\"\nstart=6144,size=2048,name=ROOT-B\n");
    ExternalTool.require("sh").run("-c", sfdisk.program() + " -q " + disk + " < " + script);
    byte[] made = Files.readAllBytes(disk);
    for (int from : new int[]{512, 1024, 2048}) {
      try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
        file.seek(from);
        file.write(new byte[512]);
      }
      control(disk, Slot.A).repair();
      assertThat(Arrays.mismatch(Files.readAllBytes(disk), made)).as("destroyed at %d", from)
          .isEqualTo(-1);
    }
  }

  @Test
  void refusesToGuessWhereThePrimarysEntriesWere() throws Exception {
    var sgdisk = ExternalTool.require("sgdisk");
    var disk = TestDisk.file(directory, TestDisk.layout(), 512);
    sgdisk.run("-j", 64, disk);
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.seek(512);
      byte[] garbage = new byte[100 * 512];
      Arrays.fill(garbage, (byte) 0x5a);
      file.write(garbage);
    }
    byte[] before = Files.readAllBytes(disk);

    assertThatThrownBy(() -> control(disk, Slot.A).repair())
        .isInstanceOf(BootException.class)
        .hasMessageContaining("its entries were found neither");
    assertThat(Arrays.mismatch(Files.readAllBytes(disk), before)).isEqualTo(-1);
  }

  @Test
  void movesTheBackupOfAnImageThatWasCopiedToALargerDisk() throws Exception {
    var disk = TestDisk.file(directory, TestDisk.layout(), 512);
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(TestDisk.SIZE + (5 << 20));
    }
    assertThat(control(disk, Slot.A).readFaults()).hasSize(1);
    assertThat(control(disk, Slot.A).readRepairs()).singleElement()
        .asString()
        .contains("into the disk's last sector");

    assertThat(control(disk, Slot.A).repair()).isEmpty();

    assertThat(control(disk, Slot.A).readRepairs()).isEmpty();
    judge(disk, "0101000000000000", "0000000000000000");
    assertWritten(control(disk, Slot.A).activate(Slot.B, 3));
    judge(disk, "0101000000000000", "0032000000000000");
  }

  @Test
  void keepsMoreAndFewerEntriesThanUsual() throws Exception {
    var sgdisk = ExternalTool.require("sgdisk");
    for (int entries : new int[]{16, 512}) {
      var disk = TestDisk.file(directory, TestDisk.layout(), 512);
      sgdisk.run("-S", entries, disk);
      assertWritten(control(disk, Slot.A).activate(Slot.B, 3));
      assertThat(sgdisk.run("-v", disk)).contains("No problems found");
      assertThat(sgdisk.run("-i", TestDisk.PART_B, disk))
          .contains("Attribute flags: 0032000000000000");
      assertThat(sgdisk.run("-p", disk))
          .contains("Partition table holds up to " + entries + " entries");
    }
  }

  static void judge(Path disk, String attributesA, String attributesB) throws Exception {
    var sgdisk = ExternalTool.require("sgdisk");
    assertThat(sgdisk.run("-v", disk)).contains("No problems found").doesNotContain("ERROR");
    assertThat(sgdisk.run("-i", TestDisk.PART_A, disk)).contains("Attribute flags: " + attributesA);
    assertThat(sgdisk.run("-i", TestDisk.PART_B, disk)).contains("Attribute flags: " + attributesB);

    var cgpt = ExternalTool.require("cgpt");
    assertThat(cgpt.run("show", disk)).doesNotContain("INVALID").doesNotContain("WARNING");
    assertThat(cgpt(disk, TestDisk.PART_A)).isEqualTo(upperBits(attributesA));
    assertThat(cgpt(disk, TestDisk.PART_B)).isEqualTo(upperBits(attributesB));

    assertThat(ExternalTool.require("sfdisk").run("--verify", disk)).contains("No errors detected");
  }

  /** Reads the three fields as the tool of ChromeOS understands them. */
  private static GptAttributes cgpt(Path disk, int partition)
      throws IOException, InterruptedException {
    var cgpt = ExternalTool.require("cgpt");
    return new GptAttributes(
        Integer.parseInt(cgpt.run("show", "-i", partition, "-P", disk).strip()),
        Integer.parseInt(cgpt.run("show", "-i", partition, "-T", disk).strip()),
        cgpt.run("show", "-i", partition, "-S", disk).strip().equals("1"), 0);
  }

  private static GptAttributes upperBits(String hex) {
    return GptAttributes.decode(Long.parseUnsignedLong(hex, 16));
  }

  private void boot(Path disk, PriorityRule rule, Slot expected) throws IOException {
    try (var volume = FileVolume.open(disk, Access.WRITE)) {
      var boot = new GptLoader(rule, List.of(TestDisk.PART_A, TestDisk.PART_B)).boot(volume);
      assertThat(boot.partition()).hasValue(expected == Slot.A ? TestDisk.PART_A : TestDisk.PART_B);
    }
  }

  private GptBootControl control(Path disk, Slot booted) throws IOException {
    var proc = Files.createDirectories(directory.resolve("proc-" + booted));
    Files.writeString(proc.resolve("cmdline"), "quiet bascule.slot=" + booted + "\n");
    return new GptBootControl(disk, VolumeSpec.parse("PARTLABEL=ROOT-A"),
        VolumeSpec.parse("PARTLABEL=ROOT-B"),
        new Host(proc, directory.resolve("sys"), directory.resolve("dev")));
  }

  private static void assertWritten(Change change) {
    assertThat(change).isInstanceOf(Change.Written.class);
  }

  private Path emptyFile(String name) throws IOException {
    var path = directory.resolve(name);
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(TestDisk.SIZE);
    }
    return path;
  }
}
