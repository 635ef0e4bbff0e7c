package dev.bascule.bootctl.uboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.ExternalTool;
import dev.bascule.bootctl.Rauc;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.choice.StoredBootControl;
import dev.bascule.bootctl.selector.SelectorDialect;
import dev.bascule.bootctl.sys.WithoutLibrary;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.volume.PowerCut;
import dev.bascule.bootctl.volume.RecordingVolume;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real fw_printenv, fw_setenv and RAUC read what we write, and we read what they write. */
class UbootBootControlTest {
  private static final String[] GOOD_A =
      {"BOOT_ORDER=A B", "BOOT_A_LEFT=3", "BOOT_B_LEFT=0", "bootcmd=run a; run b"};

  @TempDir
  private Path directory;

  @Test
  void raucAgreesAfterEveryOperation() throws Exception {
    var environment = TestEnvironment.make(directory, true, GOOD_A);
    var path = Files.createDirectories(directory.resolve("bin"));
    for (String tool : List.of("fw_printenv", "fw_setenv")) {
      var script = Files.writeString(path.resolve(tool), "#!/bin/sh\nexec "
          + ExternalTool.require(tool).program() + " -c " + environment.config() + " \"$@\"\n");
      assertThat(script.toFile().setExecutable(true)).isTrue();
    }
    try (var rauc = Rauc.start(directory, "bootloader=uboot",
        Map.of("PATH", path + ":" + System.getenv("PATH")))) {
      judge(rauc, "A", "good", "bad");

      assertWritten(running(environment, "A").activate(Slot.B, 10));
      judge(rauc, "B", "good", "good");
      assertThat(environment.printenv("BOOT_ORDER", "BOOT_B_LEFT"))
          .isEqualTo("BOOT_ORDER=B A\nBOOT_B_LEFT=a\n");
      environment.setenv("BOOT_B_LEFT", "2");
      assertWritten(running(environment, "B").confirm());
      judge(rauc, "B", "good", "good");
      assertWritten(running(environment, "B").rollback());
      judge(rauc, "A", "good", "good");
      assertWritten(running(environment, "B").cancel());
      assertWritten(running(environment, "B").disable(Slot.A));
      judge(rauc, "B", "bad", "good");
      assertThat(environment.printenv("bootcmd")).isEqualTo("bootcmd=run a; run b\n");

      rauc.mark("mark-active", "rootfs.0");
      assertThat(running(environment, "B").readState().primary()).isEqualTo(Slot.A);
      rauc.mark("mark-bad", "rootfs.0");
      assertThat(running(environment, "B").readState().a().standing()).isEqualTo(Standing.BAD);
    }
  }

  /** RAUC runs fw_setenv once for each variable. */
  @Test
  void everyOperationIsOneWrite() throws Exception {
    var environment = TestEnvironment.make(directory, true, GOOD_A);
    int flag = flag(environment);
    assertWritten(running(environment, "A").activate(Slot.B, 3));
    assertThat(flag(environment)).isEqualTo(flag + 1);
    assertWritten(running(environment, "A").cancel());
    assertThat(flag(environment)).isEqualTo(flag + 2);
    assertThat(running(environment, "A").confirm()).isInstanceOf(Change.Unchanged.class);
    assertThat(flag(environment)).isEqualTo(flag + 2);
  }

  @Test
  void aPowerCutInAWriteLeavesTheOldVariablesOrTheNew() throws Exception {
    var environment = TestEnvironment.make(directory, true, GOOD_A);
    var steps = List.<Step>of(control -> control.activate(Slot.B, 3), StoredBootControl::cancel,
        control -> control.activate(Slot.B, 1), control -> control.markBad(Slot.B));
    for (var step : steps) {
      var before = environment.bytes();
      assertWritten(step.on(running(environment, "A")));
      var after = environment.bytes();
      var old = UbootCopies.judge(before, "old").variables();
      var next = UbootCopies.judge(after, "new").variables();
      int copy = Arrays.equals(before.get(0), after.get(0)) ? 1 : 0;
      assertThat(after.get(1 - copy)).isEqualTo(before.get(1 - copy));
      var recorded = new RecordingVolume(before.get(copy));
      recorded.write(0, ByteBuffer.wrap(after.get(copy)));
      recorded.sync();
      new PowerCut(recorded, 200, 7).forEach(left -> {
        var copies = new ArrayList<>(before);
        copies.set(copy, left.clone());
        try {
          assertThat(UbootCopies.judge(copies, "cut").variables()).isIn(old, next);
        } catch (BootException e) {
          throw new AssertionError(e);
        }
      });
    }
  }

  @Test
  void namesABrokenCopyAndRepairsItByWritingIt() throws Exception {
    var environment = TestEnvironment.make(directory, true, GOOD_A);
    damage(environment.copies().get(1));
    var control = running(environment, "A");

    assertThat(control.readFaults()).anyMatch(fault -> fault.contains("copy 2"));
    assertThat(control.repair()).isEmpty();
    assertThat(environment.printenv("BOOT_ORDER")).isEqualTo("BOOT_ORDER=A B\n");
  }

  @Test
  void refusesAnEnvironmentWithNoValidCopy() throws Exception {
    var environment = TestEnvironment.make(directory, true, GOOD_A);
    damage(environment.copies().get(0));
    damage(environment.copies().get(1));
    var before = environment.bytes();

    assertThatThrownBy(() -> running(environment, "A").readState())
        .isInstanceOf(BootException.class)
        .hasMessageContaining("none that is valid");
    assertThatThrownBy(() -> running(environment, "A").confirm())
        .isInstanceOf(BootException.class);
    assertThat(environment.bytes()).usingElementComparator(Arrays::compare)
        .containsExactlyElementsOf(before);
  }

  @Test
  void warnsOfASingleCopyAndRefusesValuesThatAreNoNumbers() throws Exception {
    var single = TestEnvironment.make(directory, false, GOOD_A);
    assertThat(running(single, "A").readFaults())
        .anyMatch(fault -> fault.contains("one copy of the environment"));
    byte[] before = single.bytes().getFirst();
    running(single, "A").repair();
    assertThat(single.bytes().getFirst()).isEqualTo(before);
    assertWritten(running(single, "A").activate(Slot.B, 2));
    assertThat(single.printenv("BOOT_B_LEFT")).isEqualTo("BOOT_B_LEFT=2\n");

    single.setenv("BOOT_A_LEFT", "lots");
    assertThatThrownBy(() -> running(single, "A").readState()).isInstanceOf(BootException.class)
        .hasMessageContaining("BOOT_A_LEFT: expected a hexadecimal number, found \"lots\"");
  }

  /** RAUC's {@code mark-good} does not put a slot into the order again. */
  @Test
  void confirmsARunningSlotThatTheOrderDoesNotName() throws Exception {
    var environment =
        TestEnvironment.make(directory, true, "BOOT_ORDER=A", "BOOT_A_LEFT=3", "BOOT_B_LEFT=1");
    assertWritten(running(environment, "B").confirm());
    assertThat(environment.printenv("BOOT_ORDER")).isEqualTo("BOOT_ORDER=B A\n");
  }

  @Test
  void mendersVariablesFollowTheirLife() throws Exception {
    var environment = TestEnvironment.make(directory, true, "mender_boot_part=10",
        "mender_boot_part_hex=a", "upgrade_available=0", "bootcount=0", "bootlimit=1");
    var dialect = SelectorDialect.menderUboot(10, 11);
    var onA = selector(environment, dialect, "A");
    assertWritten(onA.activate(Slot.B, 1));
    assertThat(environment.printenv()).isEqualTo("""
      bootcount=0
      bootlimit=1
      mender_boot_part=11
      mender_boot_part_hex=b
      upgrade_available=1
      """);
    assertThat(onA.readState().b().standing()).isEqualTo(Standing.TRIAL);
    assertWritten(selector(environment, dialect, "B").confirm());
    assertThat(environment.printenv("upgrade_available", "bascule_standby"))
        .isEqualTo("upgrade_available=0\nbascule_standby=10\n");
    assertWritten(selector(environment, dialect, "B").rollback());
    assertThat(environment.printenv("mender_boot_part", "mender_boot_part_hex"))
        .isEqualTo("mender_boot_part=10\nmender_boot_part_hex=a\n");
  }

  @Test
  void swupdatesVariablesFollowTheirLife() throws Exception {
    var environment = TestEnvironment.make(directory, true, "rootpart=2", "ustate=3");
    var dialect = SelectorDialect.swupdate("rootpart", "2", "3");
    assertThat(selector(environment, dialect, "A").readFaults())
        .anyMatch(fault -> fault.contains("the last update failed"));
    assertWritten(selector(environment, dialect, "A").activate(Slot.B, 4));
    assertThat(environment.printenv("rootpart", "ustate", "bootlimit", "upgrade_available"))
        .isEqualTo("rootpart=3\nustate=1\nbootlimit=4\nupgrade_available=1\n");
    environment.setenv("bootcount", "4");
    assertThat(selector(environment, dialect, "B").readState().primary()).isEqualTo(Slot.A);
    assertWritten(selector(environment, dialect, "B").confirm());
    assertThat(environment.printenv("ustate", "upgrade_available"))
        .isEqualTo("ustate=0\nupgrade_available=0\n");
  }

  @Test
  void aMissingLibraryIsAnErrorByName() throws Exception {
    var environment = TestEnvironment.make(directory, true, GOOD_A);
    assertThat(WithoutLibrary.run(directory, environment.config()))
        .contains("libubootenv.so.0 cannot be loaded")
        .contains("install libubootenv");
  }

  private interface Step {
    Change on(StoredBootControl<?> control) throws BootException;
  }

  private static int flag(TestEnvironment environment) throws Exception {
    int highest = 0;
    for (byte[] copy : environment.bytes()) {
      highest = Math.max(highest, UbootBlock.decode(copy, true).flag());
    }
    return highest;
  }

  private static void damage(Path copy) throws IOException {
    byte[] bytes = Files.readAllBytes(copy);
    bytes[100] ^= 1;
    Files.write(copy, bytes);
  }

  private static void judge(Rauc rauc, String primary, String a, String b) throws Exception {
    assertThat(rauc.primary()).isEqualTo(primary);
    assertThat(rauc.status("A")).isEqualTo(a);
    assertThat(rauc.status("B")).isEqualTo(b);
  }

  private static void assertWritten(Change change) {
    assertThat(change).isInstanceOf(Change.Written.class);
  }

  private static StoredBootControl<?> running(TestEnvironment environment, String booted)
      throws IOException {
    return Uboot.rauc(environment.config(), Bootnames.DEFAULT,
        VolumeSpec.parse("PARTLABEL=root-a"), VolumeSpec.parse("PARTLABEL=root-b"),
        environment.running(booted).host());
  }

  private static StoredBootControl<?> selector(TestEnvironment environment,
      SelectorDialect dialect, String booted) throws IOException {
    return Uboot.selector("uboot-mender", environment.config(), dialect,
        VolumeSpec.parse("PARTLABEL=root-a"), VolumeSpec.parse("PARTLABEL=root-b"),
        environment.running(booted).host());
  }
}
