package dev.bascule.bootctl.android;

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
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlBlockStoreTest {
  private static final int MISC = 1 << 20;

  @TempDir
  Path directory;
  private Path misc;
  private TestHost host;
  private StoredBootControl<?> control;

  @BeforeEach
  void makeMisc() throws IOException {
    misc = directory.resolve("misc");
    host = TestHost.in(directory);
    byte[] bytes = new byte[MISC];
    Arrays.fill(bytes, (byte) 0xa5);
    byte[] block = HexFormat.of().parseHex(ControlBlockTest.DEFAULT);
    System.arraycopy(block, 0, bytes, (int) ControlBlockStore.OFFSET, block.length);
    Files.write(misc, bytes);
    control = new StoredBootControl<>("android", new ControlBlockStore(misc,
        new SlotRoot("a", new VolumeSpec.PartLabel("system_a")),
        new SlotRoot("b", new VolumeSpec.PartLabel("system_b")), host.host()), host.host().proc());
  }

  @Test
  void takesTheRunningSlotFromTheLoadersParameter() throws Exception {
    host.commandLine("quiet androidboot.slot_suffix=_b");

    assertThat(control.readState().booted()).isEqualTo(Slot.B);
  }

  @Test
  void goesThroughAWholeUpdate() throws Exception {
    host.commandLine("androidboot.slot_suffix=_a root=PARTLABEL=system_a");
    assertThat(control.confirm()).isInstanceOf(Change.Written.class);
    assertThat(control.disable(Slot.B)).isInstanceOf(Change.Written.class);
    assertThat(control.readState().b().standing()).isEqualTo(Standing.BAD);
    assertThat(control.activate(Slot.B, 3)).isInstanceOf(Change.Written.class);
    assertThat(control.readState().primary()).isEqualTo(Slot.B);
    assertThat(control.readState().b().triesLeft()).isEqualTo(3);

    host.commandLine("androidboot.slot_suffix=_b");
    assertThat(control.confirm()).isInstanceOf(Change.Written.class);
    assertThat(control.confirm()).isInstanceOf(Change.Unchanged.class);
    assertThat(control.readState().slots().map(slot -> slot.standing()))
        .containsOnly(Standing.GOOD);
    assertThat(control.rollback()).isInstanceOf(Change.Written.class);
    assertThat(control.readState().primary()).isEqualTo(Slot.A);
  }

  @Test
  void changesNothingButTheBlock() throws Exception {
    host.commandLine("androidboot.slot_suffix=_a");
    byte[] before = Files.readAllBytes(misc);

    control.confirm();

    byte[] after = Files.readAllBytes(misc);
    assertThat(after).isNotEqualTo(before);
    Arrays.fill(before, 2048, 2080, (byte) 0);
    Arrays.fill(after, 2048, 2080, (byte) 0);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void refusesToDisableTheRunningSlot() throws Exception {
    host.commandLine("androidboot.slot=a");

    assertThat(control.disable(Slot.A)).asInstanceOf(type(Change.Refused.class))
        .returns(Change.Reason.SLOT_IS_BOOTED, Change.Refused::reason);
  }

  @Test
  void refusesToUpdateFromASlotThatIsNotConfirmed() throws Exception {
    host.commandLine("androidboot.slot=a");

    assertThat(control.activate(Slot.B, 1)).asInstanceOf(type(Change.Refused.class))
        .returns(Change.Reason.BOOTED_SLOT_NOT_CONFIRMED, Change.Refused::reason);
  }

  @Test
  void namesAWrongChecksumAndWritesNothing() throws Exception {
    byte[] torn = Files.readAllBytes(misc);
    torn[2060] ^= 1;
    Files.write(misc, torn);

    assertThatThrownBy(control::confirm).isInstanceOf(BootException.class)
        .hasMessageContaining(misc + ": no A/B control block at byte 2048: expected the checksum")
        .asInstanceOf(type(BootException.class))
        .satisfies(e -> assertThat(e.remedy()).contains("misc partition"));
    assertThat(misc).hasBinaryContent(torn);
  }

  @Test
  void namesAPartitionThatIsTooSmall() throws Exception {
    Files.write(misc, new byte[2079]);

    assertThatThrownBy(control::readState).isInstanceOf(BootException.class)
        .hasMessageContaining("expected at least 2080 bytes, found 2079");
  }

  @Test
  void repairsATornBlockFromTheLoadersBackup() throws Exception {
    host.commandLine("androidboot.slot_suffix=_a");
    control.confirm();
    byte[] whole = Files.readAllBytes(misc);
    byte[] torn = whole.clone();
    System.arraycopy(whole, 2048, torn, 2048 + 0x1000, 32);
    Arrays.fill(torn, 2060, 2080, (byte) 0);
    Files.write(misc, torn);

    assertThat(control.readRepairs()).singleElement()
        .asString()
        .contains("byte 2048 anew, like the whole copy at byte 6144: slot A priority=15");
    assertThat(misc).hasBinaryContent(torn);

    assertThat(control.repair()).isEmpty();
    assertThat(Arrays.copyOfRange(Files.readAllBytes(misc), 2048, 2080))
        .isEqualTo(Arrays.copyOfRange(whole, 2048, 2080));
    assertThat(control.readRepairs()).isEmpty();
  }

  @Test
  void makesANewBlockForTheRunningSlotWhereThereIsNoBackup() throws Exception {
    host.commandLine("androidboot.slot_suffix=_b");
    Files.write(misc, new byte[MISC]);

    assertThat(control.readRepairs()).singleElement()
        .asString()
        .contains("slot B, which runs, confirmed, and the other disabled");
    assertThat(misc).hasBinaryContent(new byte[MISC]);

    assertThat(control.repair()).isEmpty();
    assertThat(control.readState().primary()).isEqualTo(Slot.B);
    assertThat(control.readState().a().standing()).isEqualTo(Standing.BAD);
  }

  @Test
  void refusesToRepairWhereNothingTellsWhatWasThere() throws Exception {
    byte[] zeros = new byte[MISC];
    Files.write(misc, zeros);

    assertThatThrownBy(control::repair).isInstanceOf(BootException.class)
        .hasMessageContaining("0 whole copies elsewhere, and nothing that says which slot runs");
    assertThat(misc).hasBinaryContent(zeros);
  }
}
