package dev.bascule.bootctl.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.sys.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockDevicesTest {
  @TempDir
  private Path directory;
  private FakeSysfs machine = new FakeSysfs(Path.of("/"));
  private BlockDevices devices = new BlockDevices(machine.host());

  @BeforeEach
  void makeMachine() throws IOException {
    machine = new FakeSysfs(directory);
    devices = new BlockDevices(machine.host());
    machine.disk("mmcblk0", "179:0");
    machine.partition("mmcblk0", "mmcblk0p2", "179:2", 2, 2 << 20, 1 << 20);
    machine.partition("mmcblk0", "mmcblk0p10", "179:10", 10, 4 << 20, 2 << 20);
    machine.disk("cciss/c0d0", "104:0");
  }

  @Test
  void findsADeviceByNumberNameNodeAndLink() throws IOException {
    machine.alias("disk/by-partlabel/ROOT-A", "mmcblk0p2");
    var expected = devices.byName("mmcblk0p2");

    assertThat(expected).isPresent();
    assertThat(devices.byNumber(new DeviceNumber(179, 2))).isEqualTo(expected);
    assertThat(devices.byNode(directory.resolve("dev/mmcblk0p2"))).isEqualTo(expected);
    assertThat(devices.byNode(directory.resolve("dev/disk/by-partlabel/ROOT-A")))
        .isEqualTo(expected);
    assertThat(devices.node(expected.get())).isEqualTo(directory.resolve("dev/mmcblk0p2"));
  }

  @Test
  void knowsASlashInTheKernelsName() {
    var device = devices.byNumber(new DeviceNumber(104, 0)).orElseThrow();
    assertThat(device.name()).isEqualTo("cciss/c0d0");
    assertThat(devices.node(device)).exists();
  }

  @Test
  void tellsADisksPartitions() {
    var disk = devices.byName("mmcblk0").orElseThrow();

    assertThat(disk.partition()).isEmpty();
    assertThat(disk.partitions()).extracting(BlockDevice::name)
        .containsExactlyInAnyOrder("mmcblk0p2", "mmcblk0p10");
    var partition = devices.byName("mmcblk0p10").orElseThrow();
    assertThat(partition.partition()).hasValue(10);
    assertThat(partition.start()).hasValue(4 << 20);
    assertThat(partition.size()).hasValue(2 << 20);
  }

  @Test
  void findsNothingForNamesThatLeadElsewhere() throws IOException {
    Files.writeString(directory.resolve("outside"), "");

    for (String name : new String[]{"", ".", "..", "../class", "sdz", "a\0b"}) {
      assertThat(devices.byName(name)).as(name).isEmpty();
    }
    assertThat(devices.byNode(directory.resolve("outside"))).isEmpty();
    assertThat(devices.byNode(directory.resolve("dev"))).isEmpty();
  }

  @Test
  void takesGarbageInSysfsForAbsence() throws IOException {
    var partition = machine.partition("mmcblk0", "mmcblk0p3", "179:3", 3, 0, 512);
    Files.writeString(partition.resolve("partition"), "three");
    Files.writeString(partition.resolve("size"), "99999999999999999999");
    Files.writeString(partition.resolve("start"), "-1");
    Files.writeString(partition.resolve("dev"), "179");

    var device = devices.byName("mmcblk0p3").orElseThrow();

    assertThat(device.partition()).isEmpty();
    assertThat(device.size()).isEmpty();
    assertThat(device.start()).isEmpty();
    assertThat(device.number()).isEmpty();
    assertThat(device.property("PARTNAME")).isEmpty();
    assertThat(device.slaves()).isEmpty();
  }

  @Test
  void readsTheRealMachine() {
    var here = new BlockDevices(Host.running());
    var names = Path.of("/sys/class/block");
    assumeTrue(Files.isDirectory(names), "no sysfs here");
    assertThat(names.toFile().list()).allSatisfy(name -> {
      var device = here.byName(name).orElseThrow();
      assertThat(here.byNumber(device.number().orElseThrow())).contains(device);
    });
  }
}
