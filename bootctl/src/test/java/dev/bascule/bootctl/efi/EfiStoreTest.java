package dev.bascule.bootctl.efi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.choice.RealTool;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.choice.StoredBootControl;
import dev.bascule.bootctl.choice.TestHost;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory stands for efivarfs, for this program and for efibootmgr (EFIVARFS_PATH). */
final class EfiStoreTest {
  @TempDir
  Path directory;
  private Path efivars;
  private TestHost host;
  private StoredBootControl<?> control;

  @BeforeEach
  void makeFirmware() throws IOException {
    host = TestHost.in(directory);
    efivars = Files.createDirectories(host.host().sys().resolve("firmware/efi/efivars"));
    putEntry(0x0001, "system0");
    putEntry(0x000b, "system1");
    putEntry(0x0007, "UEFI PXEv4");
    put("BootOrder", "0100" + "0700");
    put("BootCurrent", "0100");
    control = new StoredBootControl<>("efi",
        new EfiStore(new SlotRoot("system0", VolumeSpec.parse("PARTLABEL=root0")),
            new SlotRoot("system1", VolumeSpec.parse("PARTLABEL=root1")), host.host()),
        host.host().proc());
  }

  private void putEntry(int number, String description) throws IOException {
    try {
      var golden = LoadOption.decode(HexFormat.of().parseHex(LoadOptionTest.GOLDEN));
      var entry = new LoadOption(golden.attributes(), description, golden.filePaths(),
          ByteBuffer.allocate(0));
      put("Boot%04X".formatted(number), HexFormat.of().formatHex(entry.encode()));
    } catch (MalformedEfiVariableException e) {
      throw new IOException(e);
    }
  }

  private void put(String name, String hex) throws IOException {
    Files.write(efivars.resolve(EfiName.global(name).fileName()),
        HexFormat.of().parseHex("07000000" + hex));
  }

  private byte[] get(String name) throws IOException {
    return Files.readAllBytes(efivars.resolve(EfiName.global(name).fileName()));
  }

  private String efibootmgr(String... arguments) throws Exception {
    var tool = RealTool.require("efibootmgr");
    var command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments));
    return RealTool.run(Map.of("EFIVARFS_PATH", efivars + "/"), command);
  }

  @Test
  void goesThroughAWholeUpdateAndEfibootmgrAgrees() throws Exception {
    assertThat(efibootmgr()).contains("BootCurrent: 0001", "BootOrder: 0001,0007",
        "Boot000B* system1");
    assertThat(control.readState().booted()).isEqualTo(Slot.A);

    assertThat(control.activate(Slot.B, 3)).isInstanceOf(Change.Written.class);
    assertThat(efibootmgr()).contains("BootNext: 000B", "BootOrder: 0001,0007");
    assertThat(control.readState().b().triesLeft()).isEqualTo(1);

    Files.delete(efivars.resolve(EfiName.global("BootNext").fileName()));
    put("BootCurrent", "0b00");
    assertThat(control.readState().primary()).isEqualTo(Slot.A);
    assertThat(control.confirm()).isInstanceOf(Change.Written.class);
    assertThat(efibootmgr()).contains("BootOrder: 000B,0001,0007").doesNotContain("BootNext");

    assertThat(control.rollback()).isInstanceOf(Change.Written.class);
    assertThat(efibootmgr()).contains("BootOrder: 0001,000B,0007");
    assertThat(control.readState().slots().map(slot -> slot.standing()))
        .containsOnly(Standing.GOOD);
  }

  @Test
  void understandsWhatEfibootmgrWrites() throws Exception {
    efibootmgr("--bootnext", "000b");
    assertThat(control.readState().primary()).isEqualTo(Slot.B);
    assertThat(control.cancel()).isInstanceOf(Change.Written.class);
    assertThat(efibootmgr()).doesNotContain("BootNext");

    efibootmgr("--bootorder", "000b,0001");
    assertThat(control.readState().b().standing()).isEqualTo(Standing.GOOD);
  }

  @Test
  void shrinksAndGrowsTheOrder() throws Exception {
    put("BootOrder", "0100" + "0b00");

    control.disable(Slot.B);

    assertThat(get("BootOrder")).containsExactly(7, 0, 0, 0, 1, 0);
  }

  @Test
  void keepsAVariablesAttributes() throws Exception {
    Files.write(efivars.resolve(EfiName.global("BootOrder").fileName()),
        HexFormat.of().parseHex("27000000" + "0b000100"));
    put("BootCurrent", "0b00");

    control.rollback();

    assertThat(get("BootOrder")).containsExactly(0x27, 0, 0, 0, 1, 0, 0xb, 0);
  }

  @Test
  void refusesToActivateASlotThatHasNoEntry() throws Exception {
    Files.delete(efivars.resolve(EfiName.global("Boot000B").fileName()));

    assertThat(control.activate(Slot.B, 1)).asInstanceOf(type(Change.Refused.class))
        .returns(Change.Reason.SLOT_NOT_BOOTABLE, Change.Refused::reason);
  }

  @Test
  void namesTwoEntriesOfOneSlot() throws Exception {
    putEntry(0x000c, "system1");

    assertThatThrownBy(control::readState).isInstanceOf(BootException.class)
        .hasMessageContaining("expected one boot entry called \"system1\"")
        .hasMessageContaining("Boot000B, Boot000C");
  }

  @Test
  void remarksOnAnEntryThatIsMalformedOrMissing() throws Exception {
    put("Boot0003", "01");
    put("BootOrder", "0100" + "ff00");

    assertThat(control.readState().remarks())
        .containsExactly("Boot0003 is malformed: expected at least 8 bytes, found 1",
            "BootOrder names Boot00FF, which does not exist");
  }

  @Test
  void namesAnOrderOfHalfNumbers() throws Exception {
    put("BootOrder", "010007");

    assertThatThrownBy(control::confirm).isInstanceOf(BootException.class)
        .hasMessageContaining("expected numbers of 2 bytes, found 3 bytes")
        .asInstanceOf(type(BootException.class))
        .satisfies(e -> assertThat(e.remedy()).contains("efibootmgr --bootorder"));
  }

  @Test
  void saysWhenThereIsNoFirmware() throws Exception {
    try (var files = Files.list(efivars)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(efivars);

    assertThatThrownBy(control::readState).isInstanceOf(BootException.class)
        .hasMessageContaining("was not started by UEFI firmware, or efivarfs is not mounted");
  }

  @Test
  void repairsAnOrderThatNamesWhatDoesNotExist() throws Exception {
    put("BootOrder", "0500" + "0100" + "0100" + "0700");
    put("BootNext", "0900");
    assertThat(control.readFaults()).contains("BootOrder names Boot0005, which does not exist",
        "BootNext names Boot0009, which does not exist");

    assertThat(control.readRepairs()).containsExactly(
        "write BootOrder [Boot0001, Boot0007] in place of [Boot0005, Boot0001, Boot0001, Boot0007]",
        "delete BootNext, which is no number of an entry");
    assertThat(get("BootNext")).hasSize(6);

    assertThat(control.repair()).isEmpty();
    assertThat(efibootmgr()).contains("BootOrder: 0001,0007").doesNotContain("BootNext");
    assertThat(control.readRepairs()).isEmpty();
  }

  @Test
  void repairsATornOrderFromTheRunningSlot() throws Exception {
    put("BootOrder", "07");
    assertThatThrownBy(control::readState).isInstanceOf(BootException.class)
        .hasMessageContaining("expected numbers of 2 bytes, found 1 bytes");

    assertThat(control.readRepairs()).singleElement()
        .asString()
        .contains("write BootOrder [Boot0001]", "slot A, which runs, first");
    assertThat(control.repair()).isEmpty();

    assertThat(efibootmgr()).contains("BootOrder: 0001");
  }

  @Test
  void refusesToRepairAnOrderWhereNothingSaysWhichSlotRuns() throws Exception {
    put("BootOrder", "07");
    put("BootCurrent", "0700");
    byte[] before = get("BootOrder");

    assertThatThrownBy(control::repair).isInstanceOf(BootException.class)
        .hasMessageContaining("nothing says which slot runs");
    assertThat(get("BootOrder")).isEqualTo(before);
  }

  /** A cut between both leaves the activated slot out of the order and not tried; {@link EfiChoiceTest} judges that. */
  @Test
  void writesTheOrderBeforeTheNextBoot() throws Exception {
    put("BootOrder", "0b00" + "0100");

    var written = written(() -> control.activate(Slot.B, 1));

    assertThat(written).containsExactly("BootOrder", "BootNext");
  }

  /** The names of the variables in the order in which they were first written, as the kernel tells it. */
  private List<String> written(ThrowingCallable change) throws Exception {
    var names = new LinkedHashSet<String>();
    try (var watch = efivars.getFileSystem().newWatchService()) {
      efivars.register(watch, StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY);
      assertThatCode(change).doesNotThrowAnyException();
      Files.createFile(efivars.resolve("end"));
      while (!names.contains("end")) {
        var key = watch.poll(10, TimeUnit.SECONDS);
        assertThat(key).as("an event of the kernel's").isNotNull();
        for (var event : key.pollEvents()) {
          names.add(event.context().toString().replace("-" + EfiName.GLOBAL, ""));
        }
        key.reset();
      }
    }
    names.remove("end");
    return List.copyOf(names);
  }
}
