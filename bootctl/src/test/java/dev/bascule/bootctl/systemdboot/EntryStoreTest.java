package dev.bascule.bootctl.systemdboot;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After each change systemd's own tool is asked what it sees. */
final class EntryStoreTest {
  private static final String VENDOR = "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f";

  @TempDir
  Path directory;
  private BootPartition partition;
  private Path efivars;
  private TestHost host;

  @BeforeEach
  void makeDevice() throws IOException {
    host = TestHost.in(directory);
    host.commandLine("root=PARTLABEL=root-a");
    partition = BootPartition.in(directory.resolve("esp"));
    efivars = Files.createDirectories(host.host().sys().resolve("firmware/efi/efivars"));
    put("LoaderInfo", "systemd-boot 252.39-1~deb12u2");
  }

  private StoredBootControl<?> control(String suffix) {
    return new StoredBootControl<>("systemd-boot",
        new EntryStore(partition.root(), partition.root(),
            new SlotRoot("slot-a" + suffix, new VolumeSpec.PartLabel("root-a")),
            new SlotRoot("slot-b" + suffix, new VolumeSpec.PartLabel("root-b")), host.host()),
        host.host().proc());
  }

  private void put(String name, String text) throws IOException {
    byte[] utf16 = (text + '\0').getBytes(StandardCharsets.UTF_16LE);
    byte[] bytes = new byte[4 + utf16.length];
    bytes[0] = 7;
    System.arraycopy(utf16, 0, bytes, 4, utf16.length);
    Files.write(efivars.resolve(name + VENDOR), bytes);
  }

  private String get(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(efivars.resolve(name + VENDOR));
    return new String(bytes, 4, bytes.length - 6, StandardCharsets.UTF_16LE);
  }

  @Test
  void updatesToANewerEntryByCountingAlone() throws Exception {
    partition.putText("slot-a.conf", "os", "1.0");
    partition.putText("slot-b+0-3.conf", "os", "1.1");
    var control = control(".conf");
    assertThat(control.readState().primary()).isEqualTo(Slot.A);

    assertThat(control.activate(Slot.B, 3)).isInstanceOf(Change.Written.class);

    assertThat(partition.listByBootctl()).containsExactly("slot-b+3.conf", "slot-a.conf");
    assertThat(control.readState().b().triesLeft()).isEqualTo(3);
    assertThat(efivars).isDirectoryNotContaining("glob:**LoaderEntry*");

    Files.move(partition.root().resolve("loader/entries/slot-b+3.conf"),
        partition.root().resolve("loader/entries/slot-b+2-1.conf"));
    put("LoaderEntrySelected", "slot-b+3.conf");
    assertThat(control.readState().booted()).isNull();
    assertThat(control.confirm()).asInstanceOf(type(Change.Refused.class))
        .returns(Change.Reason.BOOTED_SLOT_UNKNOWN, Change.Refused::reason);
    host.commandLine("root=PARTLABEL=root-b");
    assertThat(control.readState().booted()).isEqualTo(Slot.B);
    assertThat(control.confirm()).isInstanceOf(Change.Written.class);
    assertThat(partition.listByBootctl()).containsExactly("slot-b.conf", "slot-a.conf");

    assertThat(control.rollback()).isInstanceOf(Change.Written.class);
    assertThat(get("LoaderEntryDefault")).isEqualTo("slot-a.conf");
    assertThat(control.readState().slots().map(slot -> slot.standing()))
        .containsOnly(Standing.GOOD);
  }

  @Test
  void updatesToAnOlderImageByOneShot() throws Exception {
    partition.putImage("slot-a.efi", "ID=os\nIMAGE_VERSION=2\n");
    partition.putImage("slot-b.efi", "ID=os\nIMAGE_VERSION=1\n");
    var control = control(".efi");

    assertThat(control.activate(Slot.B, 3)).isInstanceOf(Change.Written.class);

    assertThat(partition.listByBootctl()).containsExactly("slot-a.efi", "slot-b+1.efi");
    assertThat(get("LoaderEntryOneShot")).isEqualTo("slot-b[+.]*efi");
    assertThat(control.readState().primary()).isEqualTo(Slot.B);
    assertThat(control.cancel()).isInstanceOf(Change.Written.class);
    assertThat(efivars).isDirectoryNotContaining("glob:**OneShot*");
    assertThat(partition.listByBootctl()).containsExactly("slot-a.efi", "slot-b+0.efi");
  }

  @Test
  void leavesNothingBesideTheEntries() throws Exception {
    partition.putText("slot-a.conf", "os", "1");
    partition.putText("slot-b.conf", "os", "2");
    byte[] content = Files.readAllBytes(partition.root().resolve("loader/entries/slot-b.conf"));

    control(".conf").activate(Slot.B, 2);

    try (var files = Files.list(partition.root().resolve("loader/entries"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("slot-a.conf", "slot-b+2.conf");
    }
    assertThat(partition.root().resolve("loader/entries/slot-b+2.conf")).hasBinaryContent(content);
  }

  @Test
  void finishesAChangeThatWasCut() throws Exception {
    partition.putText("slot-a.conf", "os", "1");
    partition.putText("slot-b.conf", "os", "2");
    partition.putText("slot-b+0.conf", "os", "2");
    put("LoaderEntryDefault", "slot-a.conf");
    var control = control(".conf");
    assertThat(control.readState().remarks()).singleElement().asString().contains("more than one");

    assertThat(control.disable(Slot.B)).isInstanceOf(Change.Written.class);

    assertThat(partition.names()).containsExactly("slot-a.conf", "slot-b+0.conf");
  }

  @Test
  void refusesASlotWithoutAnEntry() throws Exception {
    partition.putText("slot-a.conf", "os", "1");

    assertThat(control(".conf").activate(Slot.B, 1)).asInstanceOf(type(Change.Refused.class))
        .returns(Change.Reason.SLOT_NOT_BOOTABLE, Change.Refused::reason);
  }

  @Test
  void refusesALoaderThatPrefersWhatBootedLast() throws Exception {
    partition.putText("slot-a.conf", "os", "1");
    Files.writeString(partition.root().resolve("loader/loader.conf"),
        "timeout 0\ndefault @saved\n");

    assertThatThrownBy(control(".conf")::readState).isInstanceOf(BootException.class)
        .hasMessageContaining("default @saved");
  }

  @Test
  void refusesASlotsNameWithACounter() {
    assertThatThrownBy(control("+3.conf")::readState).isInstanceOf(BootException.class)
        .hasMessageContaining("without a counter");
  }

  @Test
  void doesWithoutVariablesWhereTheOrderIsEnough() throws Exception {
    Files.delete(efivars.resolve("LoaderInfo" + VENDOR));
    Files.delete(efivars);
    partition.putText("slot-a.conf", "os", "1");
    partition.putText("slot-b+0.conf", "os", "2");
    assertThat(control(".conf").activate(Slot.B, 2)).isInstanceOf(Change.Written.class);

    partition.putText("slot-b+2.conf", "os", "0");

    assertThatThrownBy(() -> control(".conf").activate(Slot.B, 2))
        .isInstanceOf(BootException.class)
        .hasMessageContaining("need LoaderEntryOneShot");
    assertThat(partition.names()).containsExactly("slot-a.conf", "slot-b+1.conf");
  }

  @Test
  void repairsWhatChangesThatWereCutLeft() throws Exception {
    partition.putText("slot-a.conf", "os", "1");
    partition.putText("slot-b.conf", "os", "2");
    var entries = partition.root().resolve("loader/entries");
    Files.copy(entries.resolve("slot-b.conf"), entries.resolve("slot-b+0.conf"));
    Files.writeString(entries.resolve(".slot-b+3.conf.new"), "title");
    put("LoaderEntryDefault", "slot-c.conf");
    var control = control(".conf");
    assertThat(control.readFaults()).hasSize(3);

    assertThat(control.readRepairs()).containsExactly(
        "remove slot-b+0.conf, for slot-b.conf is the same entry", "remove .slot-b+3.conf.new",
        "delete LoaderEntryDefault, which names no entry");
    assertThat(partition.names()).hasSize(3);

    assertThat(control.repair()).isEmpty();
    assertThat(partition.listByBootctl()).containsExactly("slot-b.conf", "slot-a.conf");
    assertThat(entries.resolve(".slot-b+3.conf.new")).doesNotExist();
    assertThat(efivars).isDirectoryNotContaining("glob:**LoaderEntry*");
    assertThat(control.readRepairs()).isEmpty();
  }

  @Test
  void refusesToRepairEntriesThatContradictEachOther() throws Exception {
    partition.putText("slot-a.conf", "os", "1");
    partition.putText("slot-b.conf", "os", "2");
    partition.putText("slot-b+0.conf", "os", "3");

    assertThatThrownBy(() -> control(".conf").repair()).isInstanceOf(BootException.class)
        .hasMessageContaining("slot-b+0.conf are one slot's and say different things");
    assertThat(partition.names()).hasSize(3);
  }

  /** What the loader does before it boots the entry, and what it leaves for systemd. */
  private void boot(String before, String after) throws IOException {
    var entries = partition.root().resolve("loader/entries");
    Files.move(entries.resolve(before), entries.resolve(after));
    put("LoaderBootCountPath", "\\loader\\entries\\" + after);
    host.commandLine("root=PARTLABEL=root-b");
  }

  @Test
  void systemdTakesOurConfirmationForGoodAndOurDisablingForBad() throws Exception {
    partition.putText("slot-a.conf", "os", "1");
    partition.putText("slot-b+0.conf", "os", "2");
    var control = control(".conf");
    control.activate(Slot.B, 3);
    boot("slot-b+3.conf", "slot-b+2-1.conf");
    assertThat(partition.bless(efivars, "status")).isEqualTo("indeterminate");

    assertThat(control.confirm()).isInstanceOf(Change.Written.class);
    assertThat(partition.bless(efivars, "status")).isEqualTo("good");

    assertThat(control.markBad(Slot.B)).isInstanceOf(Change.Written.class);
    assertThat(partition.names()).containsExactly("slot-a.conf", "slot-b+0.conf");
  }

  @Test
  void takesWhatSystemdBlessesForWhatItMeans() throws Exception {
    partition.putText("slot-a.conf", "os", "1");
    partition.putText("slot-b+0.conf", "os", "2");
    var control = control(".conf");
    control.activate(Slot.B, 3);
    boot("slot-b+3.conf", "slot-b+2-1.conf");

    partition.bless(efivars, "good");
    assertThat(control.readState().b().standing()).isEqualTo(Standing.GOOD);
    partition.bless(efivars, "indeterminate");
    assertThat(control.readState().b().standing()).isEqualTo(Standing.TRIAL);
    assertThat(control.readState().b().triesLeft()).isEqualTo(2);
    partition.bless(efivars, "bad");
    assertThat(control.readState().b().standing()).isEqualTo(Standing.BAD);
    assertThat(control.readState().primary()).isEqualTo(Slot.A);
  }

  @Test
  void systemdSaysBadOfATrialThatIsMarkedBad() throws Exception {
    partition.putText("slot-a.conf", "os", "1");
    partition.putText("slot-b+0.conf", "os", "2");
    var control = control(".conf");
    control.activate(Slot.B, 3);
    boot("slot-b+3.conf", "slot-b+2-1.conf");

    assertThat(control.markBad(Slot.B)).isInstanceOf(Change.Written.class);

    assertThat(partition.names()).containsExactly("slot-a.conf", "slot-b+0-1.conf");
    assertThat(partition.bless(efivars, "status")).isEqualTo("bad");
  }
}
