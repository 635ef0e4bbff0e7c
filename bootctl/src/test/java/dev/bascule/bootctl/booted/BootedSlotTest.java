package dev.bascule.bootctl.booted;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.device.FakeSysfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootedSlotTest {
  private static final String UUID_A = "11111111-2222-3333-4444-55555555aaaa";
  private static final String UUID_B = "11111111-2222-3333-4444-55555555bbbb";
  private static final SlotIdentity A = new SlotIdentity(Slot.A, Set.of("A", "system0"),
      Set.of(UUID.fromString(UUID_A)), Set.of("ROOT-A", "HASH-A"), Set.of("sda2"));
  private static final SlotIdentity B = new SlotIdentity(Slot.B, Set.of("B", "system1"),
      Set.of(UUID.fromString(UUID_B)), Set.of("ROOT-B", "HASH-B"), Set.of("sda3"));

  @TempDir
  private Path directory;
  private FakeSysfs machine = new FakeSysfs(Path.of("/"));

  @BeforeEach
  void makeMachine() throws IOException {
    machine = new FakeSysfs(directory);
    machine.disk("sda", "8:0");
    machine.partition("sda", "sda2", "8:2", 2, 1 << 20, 1 << 20);
    machine.partition("sda", "sda3", "8:3", 3, 2 << 20, 1 << 20);
    machine.partition("sda", "sda4", "8:4", 4, 3 << 20, 1 << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bascule.slot=B", "rauc.slot=system1", "root=PARTUUID=" + UUID_B,
      "root=PARTUUID=11111111-2222-3333-4444-55555555BBBB",
      "root=PARTUUID=" + UUID_B + "/PARTNROFF=1",
      "root=PARTLABEL=ROOT-B", "root=/dev/sda3", "root=/dev/disk/by-partuuid/" + UUID_B,
      "root=/dev/disk/by-partlabel/ROOT-B", "systemd.verity_root_data=PARTLABEL=ROOT-B",
      "systemd.verity_usr_data=/dev/sda3", "mount.usr=PARTUUID=" + UUID_B,
      "dm-mod.create=\"root,,,ro,0 2 verity 1 PARTUUID=" + UUID_B + " PARTUUID=" + UUID_B
          + "/PARTNROFF=1 4096\"",
      "root=/dev/sda2 root=/dev/sda3"})
  void isToldByTheKernelsCommandLine(String line) throws IOException {
    machine.commandLine("quiet " + line + " ro");

    var booted = find();

    assertThat(booted.slot()).isEqualTo(Slot.B);
    assertThat(booted.contradiction()).isEmpty();
    assertThat(booted.evidence()).hasSize(1)
        .first()
        .hasToString("the kernel's command line says B ("
            + booted.evidence().getFirst().sign() + ")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bascule.slot=C", "bascule.slot=", "rauc.slot=R", "root=LABEL=rootfs",
      "root=/dev/sda4",
      "root=PARTUUID=0a1b2c3d-02", "root=/dev/", "root=/dev/../sda2", "root=sda2",
      "-- bascule.slot=B",
      "dm-mod.create=\"both PARTUUID=" + UUID_A + " PARTUUID=" + UUID_B + "\""})
  void isUnknownWhereNothingSaysIt(String line) throws IOException {
    machine.commandLine(line);
    machine.mounts("8:4", "/", "/dev/sda4");

    var booted = find();

    assertThat(booted.slot()).isNull();
    assertThat(booted.contradiction()).isEmpty();
  }

  @Test
  void isTheSlotOfTheDeviceUnderTheRoot() throws IOException {
    machine.mounts("8:3", "/", "/dev/root");
    assertThat(find().slot()).isEqualTo(Slot.B);
  }

  @Test
  void isTheSlotUnderAVerityMappingUnderALoop() throws IOException {
    var partition = directory.resolve("sys/class/block/sda3").toRealPath();
    var verity = machine.mapping("dm-0", "254:0", partition);
    machine.mapping("dm-1", "254:1", verity);
    machine.mounts("254:1", "/", "/dev/mapper/root");

    assertThat(find().slot()).isEqualTo(Slot.B);
  }

  @Test
  void isKnownByTheNameThatTheKernelGivesAPartition() throws IOException {
    var other = machine.partition("sda", "sda9", "8:9", 9, 0, 512);
    Files.writeString(other.resolve("uevent"), "MAJOR=8\nMINOR=9\nPARTN=9\nPARTNAME=HASH-B\n");
    machine.mounts("8:9", "/", "/dev/sda9");

    assertThat(find().slot()).isEqualTo(Slot.B);
  }

  @Test
  void isKnownByTheFileBehindALoopDevice() throws IOException {
    var loop = machine.disk("loop3", "7:3");
    Files.createDirectories(loop.resolve("loop"));
    Files.writeString(loop.resolve("loop/backing_file"), "/images/b.img\n");
    machine.mounts("7:3", "/", "/dev/loop3");
    var files = new SlotIdentity(Slot.B, Set.of(), Set.of(), Set.of(), Set.of("/images/b.img"));

    assertThat(BootedSlot.find(A, files, machine.host(), List.of()).slot()).isEqualTo(Slot.B);
  }

  @Test
  void isTheSlotOfUsrWhereTheRootIsVolatile() throws IOException {
    machine.mounts("0:33", "/", "tmpfs", "8:3", "/usr", "/dev/sda3");
    assertThat(find().slot()).isEqualTo(Slot.B);
  }

  @Test
  void isToldByTheSourceWhereAFileSystemHasNoDeviceOfItsOwn() throws IOException {
    machine.mounts("0:41", "/", "/dev/sda3");
    assertThat(find().slot()).isEqualTo(Slot.B);
  }

  @Test
  void theTopmostMountOfTheRootCounts() throws IOException {
    machine.mounts("8:2", "/", "/dev/sda2", "8:3", "/", "/dev/sda3");
    assertThat(find().slot()).isEqualTo(Slot.B);
  }

  @Test
  void isNotGuessedFromContradictingEvidence() throws IOException {
    machine.commandLine("bascule.slot=A");
    machine.mounts("8:3", "/", "/dev/sda3");

    var booted = find();

    assertThat(booted.slot()).isNull();
    assertThat(booted.contradiction()).hasValueSatisfying(sentence -> assertThat(sentence)
        .contains("the kernel's command line says A (bascule.slot=A)")
        .contains("the mount of / says B"));
  }

  @Test
  void hearsTheLoaderFirst() throws IOException {
    machine.commandLine("bascule.slot=B");
    var own = new Evidence(Slot.B, "the loader", "LoaderEntrySelected");

    var booted = BootedSlot.find(A, B, machine.host(), List.of(own));

    assertThat(booted.slot()).isEqualTo(Slot.B);
    assertThat(booted.evidence()).hasSize(2).first().isEqualTo(own);
    assertThat(
        BootedSlot.find(A, B, machine.host(), List.of(new Evidence(Slot.A, "the loader", "x")))
            .slot())
        .isNull();
  }

  /** What fits both slots, a mirror over them for instance, is no evidence. */
  @Test
  void aDeviceOverBothSlotsSaysNothing() throws IOException {
    machine.mapping("md0", "9:0", directory.resolve("sys/class/block/sda2").toRealPath(),
        directory.resolve("sys/class/block/sda3").toRealPath());
    machine.mounts("9:0", "/", "/dev/md0");
    assertThat(find().slot()).isNull();
  }

  @Test
  void comesToAnEndWhereMappingsStandOnEachOther() throws IOException {
    var first = machine.mapping("dm-0", "254:0");
    var second = machine.mapping("dm-1", "254:1", first);
    Files.createDirectories(first.resolve("slaves"));
    Files.createSymbolicLink(first.resolve("slaves/dm-1"), second);
    machine.mounts("254:0", "/", "/dev/dm-0");
    assertThat(find().slot()).isNull();
  }

  @Test
  void isUnknownOnABenchWithNothing() throws IOException {
    var nothing = directory.resolve("nothing");
    var booted = BootedSlot.find(A, B, new Host(nothing, nothing, nothing), List.of());
    assertThat(booted.slot()).isNull();
    assertThat(booted.evidence()).isEmpty();
  }

  @FuzzTest(maxDuration = "20s")
  void anyReferenceNamesASlotOrNone(@NotNull String reference) {
    var nothing = Path.of("/nonexistent");
    var devices = new SlotDevices(List.of(A, B), new Host(nothing, nothing, nothing));
    devices.ofReference(reference).ifPresent(slot -> assertThat(slot).isIn(Slot.A, Slot.B));
    devices.ofTable(reference).ifPresent(slot -> assertThat(slot).isIn(Slot.A, Slot.B));
  }

  private BootedSlot find() throws BootException {
    return BootedSlot.find(A, B, machine.host(), List.of());
  }
}
