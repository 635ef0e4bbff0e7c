package dev.bascule.bootctl.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.ExternalTool;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.LoopDevice;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.GptBootControl;
import dev.bascule.bootctl.gpt.TestDisk;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.sys.AlignedBuffer;
import dev.bascule.bootctl.sys.BlockFile;
import dev.bascule.bootctl.sys.Errno;
import dev.bascule.bootctl.sys.OpenMode;
import dev.bascule.bootctl.sys.SystemCallException;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same code opens a partition in an image file and on a block device. */
class DiskTest {
  private static final int A_START = 2 << 20;
  private static final int A_SIZE = 1 << 20;

  @TempDir
  private Path directory;

  @ParameterizedTest
  @CsvSource({"512, PARTLABEL=ROOT-A", "4096, PARTLABEL=ROOT-A",
      "512, PARTUUID=11111111-2222-3333-4444-55555555aaaa",
      "4096, PARTUUID=11111111-2222-3333-4444-55555555aaaa"})
  void aPartitionOfAnImageIsItsStretchOfTheFile(int sectorSize, String spec) throws IOException {
    var image = TestDisk.file(directory, TestDisk.layout(), sectorSize);
    byte[] before = Files.readAllBytes(image);

    try (var volume = new Disk(image, Host.running()).open(VolumeSpec.parse(spec), Access.WRITE,
        OpenMode.DIRECT)) {
      assertThat(volume.size()).isEqualTo(A_SIZE);
      assertThat(volume.name()).isEqualTo(image + " partition 2 (ROOT-A)");
      volume.write(0, ones());
      volume.sync();
    }

    Arrays.fill(before, A_START, A_START + A_SIZE, (byte) 1);
    assertThat(Arrays.mismatch(Files.readAllBytes(image), before)).isEqualTo(-1);
  }

  @Test
  void aPathIsAVolumeOfItsOwn() throws IOException {
    var image = TestDisk.file(directory, TestDisk.layout(), 512);
    var slot = Files.write(directory.resolve("slot-a.img"), new byte[4096]);

    try (var volume =
        new Disk(image, Host.running()).open(VolumeSpec.parse(slot.toString()), Access.READ)) {
      assertThat(volume.size()).isEqualTo(4096);
    }
  }

  @Test
  void saysWhichPartitionsThereAre() throws IOException {
    var image = TestDisk.file(directory, TestDisk.layout(), 512);

    assertThatThrownBy(() -> new Disk(image, Host.running())
        .open(VolumeSpec.parse("PARTLABEL=ROOT-X"), Access.READ))
        .isInstanceOf(BootException.class)
        .hasMessageContaining("found 0 among [EFI, ROOT-A, ROOT-B");
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void aPartitionOfADeviceIsItsOwnNode(int sectorSize) throws Exception {
    var image = TestDisk.file(directory, TestDisk.layout(), sectorSize);
    try (var loop = LoopDevice.attach(image, sectorSize)) {
      var node = loop.addPartition(2, A_START, A_SIZE);
      var disk = new Disk(loop.node(), Host.running());
      try (var volume =
          disk.open(VolumeSpec.parse("PARTLABEL=ROOT-A"), Access.WRITE, OpenMode.DIRECT,
              OpenMode.EXCLUSIVE)) {
        assertThat(volume.name()).isEqualTo(node.toString());
        assertThat(volume.sectorSize()).hasValue(sectorSize);
        assertThat(volume.size()).isEqualTo(A_SIZE);
        volume.write(0, ones());
        volume.sync();
        volume.dropCache(0, A_SIZE);
        var back = AlignedBuffer.allocate(A_SIZE);
        volume.read(0, back);
        assertThat(back.flip()).isEqualTo(ones());

        assertThatThrownBy(() -> disk.open(VolumeSpec.parse("PARTLABEL=ROOT-A"), Access.READ,
            OpenMode.EXCLUSIVE))
            .isInstanceOfSatisfying(SystemCallException.class,
                e -> assertThat(e.errno()).hasValue(Errno.EBUSY));
      }
      // Nobody told the kernel of slot B's partition.
      try (var volume = disk.open(VolumeSpec.parse("PARTLABEL=ROOT-B"), Access.READ)) {
        assertThat(volume.name()).isEqualTo(loop.node() + " partition 3 (ROOT-B)");
        assertThat(volume.size()).isEqualTo(A_SIZE);
      }
    }
    byte[] written = new byte[A_SIZE];
    try (var file = new RandomAccessFile(image.toFile(), "r")) {
      file.seek(A_START);
      file.readFully(written);
    }
    assertThat(ByteBuffer.wrap(written)).isEqualTo(ones());
  }

  @Test
  void refusesANodeThatIsNotWhereTheTableSays() throws Exception {
    var image = TestDisk.file(directory, TestDisk.layout(), 512);
    try (var loop = LoopDevice.attach(image, 512)) {
      loop.addPartition(2, A_START + 4096, A_SIZE);

      assertThatThrownBy(
          () -> new Disk(loop.node(), Host.running()).open(VolumeSpec.parse("PARTLABEL=ROOT-A"),
              Access.WRITE))
          .isInstanceOf(BootException.class)
          .hasMessageContaining("the kernel has");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void toolsAgreeWithTheBootControlOnADevice(int sectorSize) throws Exception {
    var image = TestDisk.file(directory, TestDisk.layout(), sectorSize);
    var proc = Files.createDirectories(directory.resolve("proc"));
    Files.writeString(proc.resolve("cmdline"), "bascule.slot=A\n");
    var host = new Host(proc, Path.of("/sys"), Path.of("/dev"));
    try (var loop = LoopDevice.attach(image, sectorSize)) {
      var node = loop.addPartition(3, 3 << 20, 1 << 20);
      var control = new GptBootControl(loop.node(), VolumeSpec.parse("PARTLABEL=ROOT-A"),
          VolumeSpec.parse(node.toString()), host);

      assertThat(control.activate(Slot.B, 3)).isInstanceOf(Change.Written.class);

      var sgdisk = ExternalTool.require("sgdisk");
      assertThat(sgdisk.run("-v", loop.node())).contains("No problems found")
          .doesNotContain("ERROR");
      assertThat(sgdisk.run("-i", 3, loop.node())).contains("Attribute flags: 0032000000000000");
      assertThat(ExternalTool.require("sfdisk").run("--verify", loop.node()))
          .contains("No errors detected");
      var cgpt = ExternalTool.require("cgpt");
      assertThat(cgpt.run("show", loop.node())).doesNotContain("INVALID")
          .doesNotContain("WARNING");
      assertThat(cgpt.run("show", "-i", 3, "-T", loop.node()).strip()).isEqualTo("3");
    }
  }

  @Test
  void aDeviceTellsItsSectorsItsNumberAndItsProtection() throws Exception {
    var image = TestDisk.file(directory, TestDisk.layout(), 512);
    try (var loop = LoopDevice.attach(image, 4096, "-r");
        var file = BlockFile.open(loop.node(), Access.READ, OpenMode.DIRECT)) {
      assertThat(file.device()).isTrue();
      assertThat(file.direct()).isTrue();
      assertThat(file.sectorSize()).hasValue(4096);
      assertThat(file.size()).isEqualTo(TestDisk.SIZE);
      assertThat(file.readOnly()).isTrue();
      assertThat(file.deviceNumber())
          .hasValueSatisfying(number -> assertThat(number.major()).isEqualTo(7));
    }
  }

  @Test
  void deallocatesARangeOfADevice() throws Exception {
    var image = directory.resolve("ones.img");
    Files.write(image, ones().array());
    try (var loop = LoopDevice.attach(image, 512);
        var file = BlockFile.open(loop.node(), Access.WRITE)) {
      byte[] expected = ones().array();
      if (file.deallocate(4096, 8192)) {
        Arrays.fill(expected, 4096, 4096 + 8192, (byte) 0);
      }
      file.sync();
      file.dropCache(0, A_SIZE);
      var back = ByteBuffer.allocate(A_SIZE);
      file.read(0, back);
      assertThat(Arrays.mismatch(back.array(), expected)).isEqualTo(-1);
    }
  }

  private static ByteBuffer ones() {
    byte[] ones = new byte[A_SIZE];
    Arrays.fill(ones, (byte) 1);
    return ByteBuffer.wrap(ones);
  }
}
