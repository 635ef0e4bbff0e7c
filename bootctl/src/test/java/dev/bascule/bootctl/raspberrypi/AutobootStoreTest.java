package dev.bascule.bootctl.raspberrypi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.choice.StoredBootControl;
import dev.bascule.bootctl.choice.TestHost;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The device tree's files are as a Raspberry Pi 5 showed them, before and during a trial, in issue 575 of
 * raspberrypi/rpi-eeprom: {@code 00 00 00 02} and {@code 00 00 00 00}, then {@code 00 00 00 03} and {@code 00 00 00 01}.
 */
final class AutobootStoreTest {
  @TempDir
  Path directory;
  private Path autoboot;
  private Path parameter;
  private TestHost host;
  private StoredBootControl<?> control;

  @BeforeEach
  void makeDevice() throws IOException {
    host = TestHost.in(directory);
    autoboot = Files.createDirectory(directory.resolve("boot")).resolve("autoboot.txt");
    parameter = directory.resolve("run/systemd/reboot-param");
    Files.writeString(autoboot, AutobootTest.DOCUMENTED);
    control = new StoredBootControl<>("raspberrypi",
        new AutobootStore(autoboot, parameter, 2, 3,
            new SlotRoot("A", VolumeSpec.parse("/dev/mmcblk0p5")),
            new SlotRoot("B", VolumeSpec.parse("/dev/mmcblk0p6")), host.host()),
        host.host().proc());
    boot(2, 0);
  }

  private void boot(int partition, int tryboot) throws IOException {
    var node = Files.createDirectories(directory.resolve("proc/device-tree/chosen/bootloader"));
    Files.write(node.resolve("partition"), new byte[]{0, 0, 0, (byte) partition});
    Files.write(node.resolve("tryboot"), new byte[]{0, 0, 0, (byte) tryboot});
    Files.deleteIfExists(parameter);
  }

  @Test
  void goesThroughAWholeUpdate() throws Exception {
    assertThat(control.readState().booted()).isEqualTo(Slot.A);
    assertThat(control.disable(Slot.B)).isInstanceOf(Change.Written.class);
    assertThat(Files.readString(autoboot)).doesNotContain("[tryboot]");

    assertThat(control.activate(Slot.B, 3)).isInstanceOf(Change.Written.class);
    assertThat(control.readState().b().triesLeft()).isEqualTo(1);
    assertThat(control.readRestartArgument()).contains("0 tryboot");
    assertThat(parameter).hasContent("0 tryboot");

    boot(3, 1);
    assertThat(control.readState().primary()).isEqualTo(Slot.A);
    assertThat(control.confirm()).isInstanceOf(Change.Written.class);
    assertThat(Files.readString(autoboot)).contains("[all]\ntryboot_a_b=1\nboot_partition=3\n",
        "[tryboot]\nboot_partition=2\n");
    assertThat(control.readState().slots().map(slot -> slot.standing()))
        .containsOnly(Standing.GOOD);
    assertThat(control.rollback()).isInstanceOf(Change.Written.class);
    assertThat(control.readState().primary()).isEqualTo(Slot.A);
  }

  @Test
  void returnsByItselfFromATrialThatNobodyConfirms() throws Exception {
    control.activate(Slot.B, 1);

    boot(3, 1);

    assertThat(control.readState().primary()).isEqualTo(Slot.A);
    assertThat(control.readState().b().standing()).isEqualTo(Standing.BAD);
  }

  @Test
  void forgetsAnActivationWhenThePowerIsCutBeforeTheRestart() throws Exception {
    control.activate(Slot.B, 1);

    boot(2, 0);

    assertThat(control.readState().primary()).isEqualTo(Slot.A);
    assertThat(control.readRestartArgument()).isEmpty();
  }

  @Test
  void takesAnActivationBack() throws Exception {
    control.activate(Slot.B, 1);

    assertThat(control.cancel()).isInstanceOf(Change.Written.class);

    assertThat(parameter).doesNotExist();
    assertThat(control.cancel()).asInstanceOf(type(Change.Refused.class))
        .returns(Change.Reason.NOTHING_TO_CANCEL, Change.Refused::reason);
  }

  @Test
  void refusesToRollBackToASlotThatNobodyConfirmed() throws Exception {
    assertThat(control.rollback()).asInstanceOf(type(Change.Refused.class))
        .returns(Change.Reason.SLOT_NOT_BOOTABLE, Change.Refused::reason);
  }

  @Test
  void saysThatAnOldFirmwareIgnoresTryboot() throws Exception {
    Files.delete(directory.resolve("proc/device-tree/chosen/bootloader/tryboot"));

    assertThat(control.readState().remarks()).singleElement()
        .asString()
        .contains("an old one ignores it");
  }

  @Test
  void namesATornFileAndLeavesIt() throws Exception {
    Files.writeString(autoboot, "[all]\ntryboot_a_b=1\nboot_par");

    assertThatThrownBy(() -> control.activate(Slot.B, 1)).isInstanceOf(BootException.class)
        .hasMessageContaining("autoboot.txt: expected boot_partition in [all], found none");
    assertThat(autoboot).hasContent("[all]\ntryboot_a_b=1\nboot_par");
  }

  @Test
  void repairsATornFileFromTheRunningSlotAndKeepsWhatWasThere() throws Exception {
    Files.writeString(autoboot, "[all]\ntryboot_a_b=1\nboot_par");
    boot(3, 0);

    assertThat(control.readRepairs()).hasSize(2)
        .last()
        .asString()
        .contains("boot_partition=3, slot B, which runs");
    assertThat(autoboot).hasContent("[all]\ntryboot_a_b=1\nboot_par");

    assertThat(control.repair()).isEmpty();
    assertThat(Files.readString(autoboot))
        .isEqualTo("[all]\ntryboot_a_b=1\nboot_partition=3\n# bascule: good=3\n");
    assertThat(autoboot.resolveSibling("autoboot.txt.damaged"))
        .hasContent("[all]\ntryboot_a_b=1\nboot_par");
    assertThat(control.readRepairs()).isEmpty();
    assertThat(control.readState().primary()).isEqualTo(Slot.B);
  }

  @Test
  void repairsAFileThatChoosesNoSlotsPartition() throws Exception {
    Files.writeString(autoboot, "[all]\nenable_uart=1\nboot_partition=7\n");
    assertThat(control.readFaults()).singleElement()
        .asString()
        .contains("the next start is from partition 7, which is no slot's");

    assertThat(control.repair()).isEmpty();

    assertThat(Files.readString(autoboot)).contains("boot_partition=2", "enable_uart=1");
  }

  @Test
  void refusesToRepairWhereNothingSaysWhichSlotRuns() throws Exception {
    Files.writeString(autoboot, "");
    boot(1, 0);

    assertThatThrownBy(control::repair).isInstanceOf(BootException.class)
        .hasMessageContaining("nothing says which slot runs");
    assertThat(autoboot).isEmptyFile();
  }
}
