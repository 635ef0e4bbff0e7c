package dev.bascule.bootctl.raspberrypi;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.booted.BootedSlot;
import dev.bascule.bootctl.booted.Evidence;
import dev.bascule.bootctl.choice.ChoiceStore;
import dev.bascule.bootctl.choice.Reading;
import dev.bascule.bootctl.choice.Repair;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.durable.HostFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code autoboot.txt} in the first partition, and the argument that systemd gives to the next restart.
 *
 * <p>An activated slot is tried once, and only if the restart is an orderly one: after a power cut, a crash
 * or a watchdog's reset the firmware boots the slot of ordinary starts, which is good. The firmware has no
 * fall-back for a confirmed slot that breaks later.
 *
 * <p>Power cut: the text is replaced as {@link HostFolder#rename} says: on FAT one directory entry in one
 * sector changes, so the old text is there or the new one. The restart's argument is in memory and gone.
 */
public final class AutobootStore implements ChoiceStore<TrybootChoice> {
  /** Where systemd reads what reboot(2) is given, and {@code systemctl reboot --reboot-argument} writes it. */
  public static final Path REBOOT_PARAMETER = Path.of("/run/systemd/reboot-param");

  /** Of a damaged file no more is put by. */
  private static final int MAX_KEPT = 64 * 1024;

  private final Path autoboot;
  private final Path rebootParameter;
  private final int partitionA;
  private final int partitionB;
  private final SlotRoot a;
  private final SlotRoot b;
  private final Host host;

  /**
   * Nothing is opened before it is used.
   *
   * @param autoboot the file in the mounted first partition
   * @param rebootParameter usually {@link #REBOOT_PARAMETER}
   * @param partitionA the number of the FAT partition that slot A is booted from
   */
  public AutobootStore(Path autoboot, Path rebootParameter, int partitionA, int partitionB,
      SlotRoot a, SlotRoot b, Host host) {
    this.autoboot = autoboot;
    this.rebootParameter = rebootParameter;
    this.partitionA = partitionA;
    this.partitionB = partitionB;
    this.a = a;
    this.b = b;
    this.host = host;
  }

  @Override
  public Path lock() {
    return directory();
  }

  /** The file itself is replaced, so its directory is what is locked and synced. */
  private Path directory() {
    return autoboot.toAbsolutePath().resolveSibling(".").normalize();
  }

  @Override
  public Reading<TrybootChoice> read() throws IOException {
    var text = readAutoboot();
    var choice = new TrybootChoice(partitionA, partitionB, text, readArmed());
    var faults = new ArrayList<String>();
    if (choice.primary() == null) {
      faults.add("the next start is from partition "
          + (choice.armed() ? text.trial() : text.partition()) + ", which is no slot's");
    }
    var facts = FirmwareFacts.read(host.proc());
    if (facts.tryboot().isEmpty()) {
      faults.add("the firmware says nothing of tryboot in the device tree: an old one ignores it");
    }
    var evidence = evidence(facts);
    var booted =
        BootedSlot.find(a.identity(Slot.A, host), b.identity(Slot.B, host), host, evidence);
    return new Reading<>(choice, booted, faults);
  }

  /**
   * Power cut: the damaged text is put by first; then as the type says.
   *
   * @throws BootException if nothing says which slot runs
   */
  @Override
  public Repair readRepair() throws IOException {
    Autoboot text;
    try {
      text = readAutoboot();
      if (new TrybootChoice(partitionA, partitionB, text, readArmed()).primary() != null) {
        return Repair.NONE;
      }
    } catch (DamagedAutobootException e) {
      text = new Autoboot(partitionA, OptionalInt.empty(), Set.of(), List.of(), List.of());
    }
    var booted = BootedSlot.find(a.identity(Slot.A, host), b.identity(Slot.B, host), host,
        evidence(FirmwareFacts.read(host.proc()))).slot();
    if (booted == null) {
      throw new BootException(
          autoboot + ": chooses no slot's partition, and nothing says which slot runs",
          "write it by hand: [all], tryboot_a_b=1 and boot_partition= of the slot that is good");
    }
    int partition = booted == Slot.A ? partitionA : partitionB;
    var whole = text.with(partition, OptionalInt.empty(), Set.of(partition));
    String kept = autoboot.getFileName() + ".damaged";
    return new Repair(List.of("keep what is in " + autoboot + " as " + kept,
        "write it anew with boot_partition=" + partition + ", slot " + booted
            + ", which runs, and without a trial"),
        () -> {
          var folder = new HostFolder(directory());
          var damaged = folder.read(String.valueOf(autoboot.getFileName()), MAX_KEPT);
          if (damaged.isPresent()) {
            folder.replace(kept, damaged.get());
          }
          Files.deleteIfExists(rebootParameter);
          replace(whole.encode());
        });
  }

  private Autoboot readAutoboot() throws IOException {
    try (var in = Files.newInputStream(autoboot)) {
      return Autoboot.parse(
          new String(in.readNBytes(Autoboot.MAX_BYTES + 1), StandardCharsets.ISO_8859_1));
    } catch (MalformedAutobootException e) {
      throw new DamagedAutobootException(autoboot + ": " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new BootException(autoboot + ": does not exist",
          "mount the first partition there; if it is, write the file with [all], tryboot_a_b=1 and "
              + "boot_partition= of the slot that is good",
          e);
    }
  }

  private boolean readArmed() throws IOException {
    try (var in = Files.newInputStream(rebootParameter)) {
      return new String(in.readNBytes(256), StandardCharsets.UTF_8).strip()
          .equals(TrybootChoice.RESTART_ARGUMENT);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private List<Evidence> evidence(FirmwareFacts facts) {
    return Stream.of(Slot.values())
        .filter(slot -> facts.partition().isPresent()
            && facts.partition().getAsInt() == (slot == Slot.A ? partitionA : partitionB))
        .map(slot -> new Evidence(slot, "the firmware",
            "chosen/bootloader/partition=" + facts.partition().getAsInt()))
        .toList();
  }

  /** Power cut: as the type says. Disarmed first and armed last. */
  @Override
  public void write(TrybootChoice before, TrybootChoice next) throws IOException {
    if (!next.armed()) {
      Files.deleteIfExists(rebootParameter);
    }
    if (!next.autoboot().equals(before.autoboot())) {
      replace(next.autoboot().encode());
    }
    if (next.armed()) {
      var directory = rebootParameter.getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      Files.writeString(rebootParameter, TrybootChoice.RESTART_ARGUMENT + "\n");
    }
  }

  /** Power cut: the old content is there or the new. */
  private void replace(byte[] content) throws IOException {
    if (content.length > Autoboot.MAX_BYTES) {
      throw new BootException(autoboot + ": expected to need at most " + Autoboot.MAX_BYTES
          + " bytes, found " + content.length, "remove what the firmware does not need from it");
    }
    new HostFolder(directory()).replace(String.valueOf(autoboot.getFileName()), content);
  }
}
