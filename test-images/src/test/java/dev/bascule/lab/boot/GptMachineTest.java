package dev.bascule.lab.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.GptAttributes;
import dev.bascule.bootctl.gpt.GptBootControl;
import dev.bascule.bootctl.gpt.PriorityRule;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.VolumeSpec;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GptMachineTest {

  @TempDir
  Path directory;
  private GptMachine machine;
  private BootControl control;

  @BeforeEach
  void makeMachine() throws IOException {
    Path factory = Files.write(directory.resolve("factory"), new byte[4096]);
    DiskImage disk = DiskImage
        .create(directory.resolve("disk"), DiskPlan.forVolume(1 << 20), factory);
    machine = new GptMachine(disk, PriorityRule.GPTPRIO, directory.resolve("proc"));
    control = new GptBootControl(
        disk.file(),
        new VolumeSpec.PartLabel("ROOT-A"),
        new VolumeSpec.PartLabel("ROOT-B"),
        new Host(directory.resolve("proc"), Path.of("/sys"), Path.of("/dev")));
  }

  @Test
  void bootsTheFactorysSlot() throws IOException {
    assertThat(bootedSlot()).isEqualTo(Slot.A);
  }

  @Test
  void evidenceTellsTheDeviceWhichSlotRuns() throws IOException {
    machine.powerOn();

    assertThat(control.readState().booted()).isEqualTo(Slot.A);
  }

  @Test
  void everyBootHasItsOwnNumber() throws IOException {
    Startup.Booted first = (Startup.Booted) machine.powerOn();
    Startup.Booted second = (Startup.Booted) machine.powerOn();

    assertThat(first.bootId()).isNotEqualTo(second.bootId());
    assertThat(directory.resolve("proc/sys/kernel/random/boot_id"))
        .hasContent(second.bootId().toString());
  }

  @Test
  void triesAnActivatedSlotAsOftenAsItMayAndFallsBack() throws IOException {
    machine.powerOn();
    control.activate(Slot.B, 2);

    assertThat(bootedSlot()).isEqualTo(Slot.B);
    assertThat(bootedSlot()).isEqualTo(Slot.B);
    assertThat(bootedSlot()).isEqualTo(Slot.A);
    assertThat(bootedSlot()).isEqualTo(Slot.A);
  }

  @Test
  void staysWithASlotThatWasConfirmed() throws IOException {
    machine.powerOn();
    control.activate(Slot.B, 1);
    machine.powerOn();
    control.confirm();

    assertThat(bootedSlot()).isEqualTo(Slot.B);
    assertThat(bootedSlot()).isEqualTo(Slot.B);
  }

  @Test
  void saysWhenNothingIsBootableAndLeavesNoEvidence() throws IOException {
    machine.powerOn();
    try (var whole = FileVolume
        .open(machine.disk().file(), Access.WRITE)) {
      var gpt = machine.disk().readTable();
      int a = machine.disk().readEntry(Slot.A).number();
      gpt.write(whole, gpt.table().withAttributes(a, GptAttributes.NONE));
    }

    assertThat(machine.powerOn()).isInstanceOf(Startup.NothingBootable.class);
    assertThat(directory.resolve("proc/cmdline")).doesNotExist();
  }

  private Slot bootedSlot() throws IOException {
    return ((Startup.Booted) machine.powerOn()).slot();
  }
}
