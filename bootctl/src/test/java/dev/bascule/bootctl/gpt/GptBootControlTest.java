package dev.bascule.bootctl.gpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.device.FakeSysfs;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.sys.FileLock;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GptBootControlTest {
  private static final String A = "PARTLABEL=ROOT-A";
  private static final String B = "PARTLABEL=ROOT-B";

  @TempDir
  private Path directory;
  private FakeSysfs machine = new FakeSysfs(Path.of("/"));

  @BeforeEach
  void makeMachine() {
    machine = new FakeSysfs(directory.resolve("machine"));
  }

  @Test
  void tellsBothSlotsAndWhichRuns() throws IOException {
    var disk =
        TestDisk.file(directory, layout(attributes(1, 0, true), attributes(2, 3, false)), 512);
    machine.commandLine("root=PARTUUID=" + TestDisk.A);

    var state = control(disk, A, B).readState();

    assertThat(state.booted()).isEqualTo(Slot.A);
    assertThat(state.primary()).isEqualTo(Slot.B);
    assertThat(state.a()).isEqualTo(
        new SlotState(Slot.A, Standing.GOOD, 0, "priority=1 tries=0 successful=1"));
    assertThat(state.b()).isEqualTo(
        new SlotState(Slot.B, Standing.TRIAL, 3, "priority=2 tries=3 successful=0"));
    assertThat(state.remarks()).isEmpty();
  }

  /** signpost names the wrong devices there. */
  @Test
  void tellsWhichSlotIsWhichWhereSlotBRuns() throws IOException {
    var disk =
        TestDisk.file(directory, layout(attributes(1, 0, true), attributes(2, 0, true)), 512);
    machine.commandLine("root=PARTUUID=" + TestDisk.B);

    var state = control(disk, A, B).readState();

    assertThat(state.booted()).isEqualTo(Slot.B);
    assertThat(state.primary()).isEqualTo(Slot.B);
    assertThat(state.a().detail()).isEqualTo("priority=1 tries=0 successful=1");
    assertThat(state.b().detail()).isEqualTo("priority=2 tries=0 successful=1");
  }

  @Test
  void writesNothingWhereNothingHasToChange() throws IOException {
    var disk =
        TestDisk.file(directory, layout(attributes(1, 0, true), attributes(2, 3, false)), 512);
    machine.commandLine("bascule.slot=A");
    var before = Files.getLastModifiedTime(disk);
    byte[] bytes = Files.readAllBytes(disk);

    assertThat(control(disk, A, B).activate(Slot.B, 3)).isInstanceOf(Change.Unchanged.class);
    assertThat(control(disk, A, B).confirm()).isInstanceOf(Change.Unchanged.class);
    assertThat(control(disk, A, B).rollback()).isInstanceOf(Change.Unchanged.class);
    assertThat(control(disk, A, B).markBad(Slot.A)).isInstanceOf(Change.Refused.class);
    control(disk, A, B).readState();
    control(disk, A, B).readFaults();

    assertThat(Files.getLastModifiedTime(disk)).isEqualTo(before);
    assertThat(Arrays.mismatch(Files.readAllBytes(disk), bytes)).isEqualTo(-1);
  }

  @Test
  void tellsTheStateBeforeAndAfter() throws IOException {
    var disk = TestDisk.file(directory, TestDisk.layout(), 512);
    machine.commandLine("bascule.slot=A");

    assertThat(control(disk, A, B).activate(Slot.B, 3)).isInstanceOfSatisfying(Change.Written.class,
        change -> {
          assertThat(change.before().primary()).isEqualTo(Slot.A);
          assertThat(change.after().primary()).isEqualTo(Slot.B);
          assertThat(change.after().b().triesLeft()).isEqualTo(3);
        });
  }

  @Test
  void remarksOnContradictingEvidenceAndThenDependsOnNone() throws IOException {
    var disk = TestDisk.file(directory, TestDisk.layout(), 512);
    machine.commandLine("bascule.slot=A root=PARTLABEL=ROOT-B");
    var control = control(disk, A, B);

    assertThat(control.readState().booted()).isNull();
    assertThat(control.readState().remarks()).hasSize(1)
        .first()
        .asString()
        .contains("contradictory");
    assertThat(control.readFaults()).hasSize(1);
    assertThat(control.disable(Slot.B)).isInstanceOfSatisfying(Change.Refused.class,
        refused -> assertThat(refused.reason()).isEqualTo(Change.Reason.BOOTED_SLOT_UNKNOWN));
  }

  @Test
  void findsPartitionsByTheirNodes() throws IOException {
    machine.disk("sda", "8:0");
    machine.partition("sda", "sda2", "8:2", 2, 2 << 20, 1 << 20);
    machine.partition("sda", "sda3", "8:3", 3, 3 << 20, 1 << 20);
    machine.disk("sdb", "8:16");
    machine.partition("sdb", "sdb3", "8:19", 3, 3 << 20, 1 << 20);
    var dev = machine.host().dev();
    Files.move(TestDisk.file(directory, TestDisk.layout(), 512), dev.resolve("sda"),
        StandardCopyOption.REPLACE_EXISTING);
    machine.mounts("8:2", "/", "/dev/root");

    var control =
        control(dev.resolve("sda"), dev.resolve("sda2").toString(), dev.resolve("sda3").toString());

    assertThat(control.readState().booted()).isEqualTo(Slot.A);
    assertThat(control.activate(Slot.B, 2)).isInstanceOf(Change.Written.class);
    assertThatThrownBy(
        () -> control(dev.resolve("sda"), A, dev.resolve("sdb3").toString()).readState())
        .isInstanceOf(BootException.class)
        .hasMessageContaining("expected a partition of");
  }

  @Test
  void refusesOnePartitionForBothSlots() throws IOException {
    var disk = TestDisk.file(directory, TestDisk.layout(), 512);

    assertThatThrownBy(() -> control(disk, A, "PARTUUID=" + TestDisk.A).readState())
        .isInstanceOf(BootException.class)
        .hasMessageContaining("are the same partition");
  }

  @Test
  void saysWhoHoldsTheDiskAndWritesNothing() throws IOException {
    var disk = TestDisk.file(directory, TestDisk.layout(), 512);
    machine.commandLine("bascule.slot=A");
    Files.createSymbolicLink(machine.host().proc().resolve("locks"), Path.of("/proc/locks"));
    byte[] before = Files.readAllBytes(disk);
    try (var _ = FileLock.acquire(disk, Duration.ZERO, Path.of("/proc"))) {
      assertThatThrownBy(() -> control(disk, A, B).activate(Slot.B, 3))
          .isInstanceOf(BootException.class)
          .hasMessageContaining("is locked by process " + ProcessHandle.current().pid());
    }
    assertThat(Arrays.mismatch(Files.readAllBytes(disk), before)).isEqualTo(-1);
  }

  @Test
  void warnsOfAThirdPartitionThatTheLoaderWouldChoose() throws IOException {
    var partitions = new ArrayList<>(TestDisk.layout().partitions());
    partitions.add(
        new GptLayout.Partition("ROOT-C", TestDisk.SLOT_TYPE, new Guid(new UUID(1, 2)), 1 << 20,
            attributes(15, 0, true)));
    var disk = TestDisk.file(directory, new GptLayout(TestDisk.DISK, partitions), 512);

    assertThat(control(disk, A, B).readFaults()).hasSize(1).first().asString().contains("ROOT-C");
  }

  /** Bottlerocket keeps the bits on BOOT; what is mounted is ROOT of the same set. */
  @Test
  void knowsTheSetOfPartitionsThatASlotIs() throws IOException {
    var root = Guid.parse("5526016a-1a97-4ea4-b39a-b7c8c6ca4502");
    var rootB = new UUID(7, 8);
    var disk = TestDisk.file(directory, new GptLayout(TestDisk.DISK, List.of(
        new GptLayout.Partition("BOOT-A", TestDisk.SLOT_TYPE, TestDisk.A, 1 << 20,
            attributes(1, 0, true)),
        new GptLayout.Partition("ROOT-A", root, new Guid(new UUID(5, 6)), 1 << 20,
            GptAttributes.NONE),
        new GptLayout.Partition("BOOT-B", TestDisk.SLOT_TYPE, TestDisk.B, 1 << 20,
            attributes(2, 1, false)),
        new GptLayout.Partition("ROOT-B", root, new Guid(rootB), 1 << 20, GptAttributes.NONE))),
        512);
    machine.commandLine(
        "root=/dev/dm-0 dm-mod.create=\"root,,,ro,0 8 verity 1 PARTUUID=" + rootB + " 4096\"");

    var control = control(disk, "PARTLABEL=BOOT-A", "PARTLABEL=BOOT-B");

    assertThat(control.readState().booted()).isEqualTo(Slot.B);
    assertThat(control.confirm()).isInstanceOf(Change.Written.class);
  }

  @Test
  void repairsWithoutChangingWhatBoots() throws IOException {
    var disk =
        TestDisk.file(directory, layout(attributes(1, 0, true), attributes(2, 3, false)), 512);
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.seek(512);
      file.write(new byte[512]);
    }
    var control = control(disk, A, B);
    assertThat(control.readFaults()).hasSize(1);
    assertThat(control.readState().remarks()).hasSize(1);

    assertThat(control.repair()).isEmpty();

    assertThat(control.readState().primary()).isEqualTo(Slot.B);
    try (var volume = FileVolume.open(disk, Access.READ)) {
      assertThat(Gpt.read(volume).whole()).isTrue();
    }
  }

  @Test
  void namesTheDiskThatIsNotThere() {
    assertThatThrownBy(() -> control(directory.resolve("absent"), A, B).readState())
        .isInstanceOf(BootException.class)
        .hasMessageContaining("absent")
        .hasMessageContaining("ENOENT");
  }

  private GptBootControl control(Path disk, String a, String b) throws BootException {
    return new GptBootControl(disk, VolumeSpec.parse(a), VolumeSpec.parse(b), machine.host(),
        Duration.ofMillis(50));
  }

  private static GptLayout layout(GptAttributes a, GptAttributes b) {
    return TestDisk.layout(a, b);
  }

  private static GptAttributes attributes(int priority, int tries, boolean successful) {
    return GptAttributes.NONE.with(priority, tries, successful);
  }
}
