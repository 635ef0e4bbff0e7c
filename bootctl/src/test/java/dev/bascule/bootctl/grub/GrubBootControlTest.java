package dev.bascule.bootctl.grub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.ExternalTool;
import dev.bascule.bootctl.Rauc;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.choice.StoredBootControl;
import dev.bascule.bootctl.choice.TestHost;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real grub-editenv and the real RAUC read what we write, and we read what they write. */
class GrubBootControlTest {
  @TempDir
  private Path directory;
  private Path file;

  @BeforeEach
  void makeBlock() throws Exception {
    file = directory.resolve("boot/grubenv");
    Files.createDirectories(directory.resolve("boot"));
    editenv("create");
    editenv("set", "ORDER=A B", "A_OK=1", "A_TRY=0", "B_OK=0", "B_TRY=0", "saved_entry=2");
  }

  @Test
  void raucAgreesAfterEveryOperation() throws Exception {
    try (var rauc = Rauc.start(directory, "bootloader=grub\ngrubenv=" + file, Map.of())) {
      judge(rauc, "A", "good", "bad");

      assertWritten(running("A").activate(Slot.B, 3));
      judge(rauc, "B", "good", "good");
      boots(Slot.B);
      judge(rauc, "A", "good", "bad");
      assertWritten(running("B").confirm());
      judge(rauc, "B", "good", "good");
      assertWritten(running("B").rollback());
      judge(rauc, "A", "good", "good");
      assertWritten(running("B").cancel());
      judge(rauc, "B", "good", "good");
      assertWritten(running("B").disable(Slot.A));
      judge(rauc, "B", "bad", "good");
      assertThat(editenv("list")).contains("saved_entry=2");

      rauc.mark("mark-active", "rootfs.0");
      assertThat(running("B").readState().primary()).isEqualTo(Slot.A);
      rauc.mark("mark-bad", "rootfs.0");
      assertThat(running("B").readState().a().standing()).isEqualTo(Standing.BAD);
      rauc.mark("mark-good", "rootfs.1");
      assertThat(running("B").readState().b().standing()).isEqualTo(Standing.GOOD);
    }
  }

  /** A failed field update is the usual way to this: a fall-back, and nothing that confirms. */
  @Test
  void saysWhatTheNextBootWouldBeIfTheRunningSlotIsNotConfirmed() throws Exception {
    boots(Slot.A);
    var state = running("A").readState();

    assertThat(state.primary()).isNull();
    assertThat(state.remarks()).anyMatch(
        remark -> remark.contains("was not confirmed") && remark.contains("rescue entry"));
    assertRefused(running("A").activate(Slot.B, 1), Change.Reason.BOOTED_SLOT_NOT_CONFIRMED);
    assertRefused(running("A").markBad(Slot.A), Change.Reason.LAST_BOOTABLE_SLOT);
    assertWritten(running("A").confirm());
    assertThat(running("A").confirm()).isInstanceOf(Change.Unchanged.class);
  }

  /** RAUC's {@code mark-good} leaves a slot out that is not in ORDER, and the loader never picks it. */
  @Test
  void confirmsARunningSlotThatOrderDoesNotName() throws Exception {
    editenv("set", "ORDER=A");
    assertWritten(running("B").confirm());

    assertThat(editenv("list")).contains("ORDER=B A\n");
    assertThat(running("B").readState().b().standing()).isEqualTo(Standing.GOOD);
  }

  @Test
  void tellsATrialFromAConfirmedSlot() throws Exception {
    assertWritten(running("A").activate(Slot.B, 3));
    var state = running("A").readState();
    assertThat(state.b().standing()).isEqualTo(Standing.TRIAL);
    assertThat(state.b().triesLeft()).isEqualTo(1);

    assertWritten(running("A").cancel());
    assertThat(running("A").readState().b().standing()).isEqualTo(Standing.BAD);
  }

  @Test
  void replacesTheFileThatALinkLeadsTo() throws Exception {
    var link = Files.createSymbolicLink(directory.resolve("link"), file);
    assertWritten(control(link, Optional.empty(), "A").activate(Slot.B, 1));

    assertThat(link).isSymbolicLink();
    assertThat(editenv("list")).contains("ORDER=B A\n");
  }

  @Test
  void repairsASecondCopyFromTheFirstAndTheOtherWayRound() throws Exception {
    editenv("set", "ENV_VALID=1");
    var second = directory.resolve("boot/grubenv2");
    var control = control(file, Optional.of(second), "A");
    assertThat(control.readFaults()).anyMatch(fault -> fault.contains("does not exist"));
    assertThat(control.repair()).isEmpty();
    assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(file));

    Files.write(file, new byte[0]);
    assertThat(control.readState().a().standing()).isEqualTo(Standing.GOOD);
    assertThat(control.readFaults()).anyMatch(fault -> fault.contains("the second counts"));
    assertThat(control.repair()).isEmpty();
    assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(second));
  }

  @Test
  void namesWhatIsWrongWithAnEmptyTornOrAbsentBlock() throws Exception {
    Files.write(file, new byte[0]);
    assertBroken("begin otherwise");
    Files.write(file, "# GRUB Environment Block\nORDER=A".getBytes(StandardCharsets.US_ASCII));
    assertBroken("only number signs after the last line");
    Files.delete(file);
    assertBroken("does not exist");
    editenv("create");
    editenv("set", "A_OK=yes");
    assertBroken("A_OK: expected 0 or 1, found \"yes\"");
    assertThat(editenv("list")).contains("A_OK=yes");
  }

  @Test
  void writesOneSectorOfARawPartition() throws Exception {
    var loop = directory.resolve("raw.img");
    Files.write(loop, Files.readAllBytes(file));
    var place = new GrubSectors("raw", writing -> FileVolume.open(loop,
        writing ? Access.WRITE : Access.READ));
    var block = GrubBlock.decode(place.read().orElseThrow());
    place.write(block.with(Map.of("ORDER", Optional.of("B A"))).encode());
    assertThat(ExternalTool.require("grub-editenv").run(loop, "list")).contains("ORDER=B A");

    byte[] before = Files.readAllBytes(loop);
    var wide = block.with(Map.of("long", Optional.of("x".repeat(600))));
    assertThatThrownBy(() -> place.write(wide.encode())).isInstanceOf(BootException.class)
        .hasMessageContaining("within one sector");
    assertThat(Files.readAllBytes(loop)).isEqualTo(before);
  }

  @Test
  void mendersOwnScriptSeesTheSame() throws Exception {
    var parent = Files.createDirectories(directory.resolve("mender"));
    for (String copy : new String[]{"mender_grubenv1", "mender_grubenv2"}) {
      var home = Files.createDirectories(parent.resolve(copy));
      var editenv = ExternalTool.require("grub-editenv");
      editenv.run(home.resolve("env"), "create");
      editenv.run(home.resolve("env"), "set", "bootcount=0", "mender_boot_part=2",
          "upgrade_available=0", "mender_systemd_machine_id=0123");
      editenv.run(home.resolve("lock"), "create");
      editenv.run(home.resolve("lock"), "set", "editing=0");
      ExternalTool.require("sh")
          .run("-c",
              "cd " + home + " && sha256sum lock > lock.sha256sum");
    }
    var onA = mender(parent, "A");
    assertWritten(onA.activate(Slot.B, 3));
    judgeMender(parent, "bootcount=0\nmender_boot_part=3\nupgrade_available=1\n");
    assertThat(onA.readState().b().standing()).isEqualTo(Standing.TRIAL);
    assertWritten(onA.cancel());
    judgeMender(parent, "bootcount=0\nmender_boot_part=2\nupgrade_available=0\n");
    assertWritten(onA.activate(Slot.B, 1));
    var onB = mender(parent, "B");
    assertWritten(onB.confirm());
    judgeMender(parent, "bootcount=0\nmender_boot_part=3\nupgrade_available=0\n");
    assertWritten(onB.rollback());
    judgeMender(parent, "bootcount=0\nmender_boot_part=2\nupgrade_available=0\n");
  }

  /** Both environments hold the values, and Mender's program would find the locks' checksums right. */
  private static void judgeMender(Path parent, String expected) throws Exception {
    for (String copy : new String[]{"mender_grubenv1", "mender_grubenv2"}) {
      var home = parent.resolve(copy);
      var editenv = ExternalTool.require("grub-editenv");
      assertThat(editenv.run(home.resolve("env"), "list")).startsWith(expected)
          .contains("mender_systemd_machine_id=0123");
      assertThat(editenv.run(home.resolve("lock"), "list")).isEqualTo("editing=0\n");
      ExternalTool.require("sh").run("-c", "cd " + home + " && sha256sum -c lock.sha256sum");
    }
  }

  private StoredBootControl<?> mender(Path parent, String booted) throws IOException {
    return Grub.mender(parent, 2, 3, VolumeSpec.parse("PARTLABEL=root-a"),
        VolumeSpec.parse("PARTLABEL=root-b"), host(booted).host());
  }

  private void judge(Rauc rauc, String primary, String a, String b) throws Exception {
    assertThat(rauc.primary()).isEqualTo(primary);
    assertThat(rauc.status("A")).isEqualTo(a);
    assertThat(rauc.status("B")).isEqualTo(b);
  }

  /** One start of the machine by RAUC's script, through the real tool. */
  private void boots(Slot expected) throws Exception {
    var variables = new HashMap<String, String>();
    editenv("list").lines().forEach(line -> {
      int equals = line.indexOf('=');
      variables.put(line.substring(0, equals), line.substring(equals + 1));
    });
    var boot = new GrubRule(Bootnames.DEFAULT).boot(variables);
    assertThat(boot.slot()).contains(expected);
    for (String name : new String[]{"A_TRY", "A_OK", "B_TRY", "B_OK", "ORDER"}) {
      editenv("set", name + "=" + boot.next().get(name));
    }
  }

  private void assertBroken(String why) {
    assertThatThrownBy(() -> running("A").readState()).isInstanceOf(BootException.class)
        .hasMessageContaining(why)
        .satisfies(e -> assertThat(((BootException) e).remedy()).contains("grub-editenv"));
  }

  private static void assertWritten(Change change) {
    assertThat(change).isInstanceOf(Change.Written.class);
  }

  private static void assertRefused(Change change, Change.Reason reason) {
    assertThat(change).isInstanceOfSatisfying(Change.Refused.class,
        refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private StoredBootControl<?> running(String booted) throws IOException {
    return control(file, Optional.empty(), booted);
  }

  private StoredBootControl<?> control(Path environment, Optional<Path> second, String booted)
      throws IOException {
    return Grub.rauc(environment, second, Bootnames.DEFAULT, VolumeSpec.parse("PARTLABEL=root-a"),
        VolumeSpec.parse("PARTLABEL=root-b"), host(booted).host());
  }

  private TestHost host(String booted) throws IOException {
    var host = TestHost.in(directory);
    host.commandLine("quiet rauc.slot=" + booted);
    return host;
  }

  private String editenv(Object... arguments) throws Exception {
    var all = new Object[arguments.length + 1];
    all[0] = file;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return ExternalTool.require("grub-editenv").run(all);
  }
}
