package dev.bascule.bootctl.android;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.booted.BootedSlot;
import dev.bascule.bootctl.booted.Evidence;
import dev.bascule.bootctl.booted.KernelCommandLine;
import dev.bascule.bootctl.choice.ChoiceStore;
import dev.bascule.bootctl.choice.Reading;
import dev.bascule.bootctl.choice.Repair;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The control block at byte 2048 of the {@code misc} partition.
 *
 * <p>Power cut: the block is written by one write of 32 bytes inside one sector, so a medium that writes
 * sectors whole leaves the old block or the new one. A medium that tears a sector leaves a wrong checksum:
 * a loader with a backup copy takes that, which is the old block; U-Boot without one makes both slots
 * bootable from the first, which is safe only while both hold a system. The backup copy is the loader's:
 * it renews it at its next start, and it is not written here, so that it stays the old state until then.
 */
public final class ControlBlockStore implements ChoiceStore<ControlBlock> {
  static final long OFFSET = 2048;

  private static final int SECTOR = 512;
  /** A backup is looked for so far from the beginning. */
  private static final long SEARCHED = 1 << 20;

  private static final List<String> PARAMETERS =
      List.of("androidboot.slot_suffix", "androidboot.slot");

  private final Path misc;
  private final SlotRoot a;
  private final SlotRoot b;
  private final Host host;

  /**
   * Nothing is opened before it is used.
   *
   * @param misc the partition's device node, or a file that holds just it
   */
  public ControlBlockStore(Path misc, SlotRoot a, SlotRoot b, Host host) {
    this.misc = misc;
    this.a = a;
    this.b = b;
    this.host = host;
  }

  @Override
  public Path lock() {
    return misc;
  }

  @Override
  public Reading<ControlBlock> read() throws IOException {
    var booted =
        BootedSlot.find(a.identity(Slot.A, host), b.identity(Slot.B, host), host, evidence());
    try (var volume = FileVolume.open(misc, Access.READ)) {
      return new Reading<>(read(volume), booted, List.of());
    }
  }

  @Override
  public void write(ControlBlock before, ControlBlock next) throws IOException {
    write(next);
  }

  /**
   * Power cut: as the type says.
   *
   * @throws BootException if there is no whole copy, or several, and nothing says which slot runs
   */
  @Override
  public Repair readRepair() throws IOException {
    try (var volume = FileVolume.open(misc, Access.READ)) {
      if (decode(volume, OFFSET).isPresent()) {
        return Repair.NONE;
      }
      var copies = copies(volume);
      if (copies.size() == 1) {
        var copy = copies.entrySet().iterator().next();
        return new Repair(List.of("write the control block at byte " + OFFSET
            + " anew, like the whole copy at byte " + copy.getKey() + ": slot A "
            + copy.getValue().a() + ", slot B " + copy.getValue().b()),
            () -> write(copy.getValue()));
      }
      var booted = BootedSlot
          .find(a.identity(Slot.A, host), b.identity(Slot.B, host), host, evidence())
          .slot();
      if (booted == null || volume.size() < OFFSET + ControlBlock.SIZE) {
        throw malformed(volume, "found " + copies.size()
            + " whole copies elsewhere, and nothing that says which slot runs");
      }
      return new Repair(List.of("make a new control block at byte " + OFFSET + ": slot " + booted
          + ", which runs, confirmed, and the other disabled"),
          () -> write(ControlBlock.fresh(booted)));
    }
  }

  private void write(ControlBlock next) throws IOException {
    try (var volume = FileVolume.open(misc, Access.WRITE)) {
      write(volume, next);
    }
  }

  /** Where else a whole block is: U-Boot's backup has the same place in a later part of the partition. */
  private static Map<Long, ControlBlock> copies(Volume misc) throws IOException {
    var copies = new HashMap<Long, ControlBlock>();
    long end = Math.min(misc.size(), SEARCHED) - ControlBlock.SIZE;
    for (long at = OFFSET + SECTOR; at <= end; at += SECTOR) {
      var block = decode(misc, at);
      if (block.isPresent()) {
        copies.put(at, block.get());
      }
    }
    return copies;
  }

  private static Optional<ControlBlock> decode(Volume misc, long position) throws IOException {
    if (misc.size() < position + ControlBlock.SIZE) {
      return Optional.empty();
    }
    byte[] bytes = new byte[ControlBlock.SIZE];
    misc.read(position, ByteBuffer.wrap(bytes));
    try {
      return Optional.of(ControlBlock.decode(bytes));
    } catch (MalformedControlBlockException e) {
      return Optional.empty();
    }
  }

  static ControlBlock read(Volume misc) throws IOException {
    if (misc.size() < OFFSET + ControlBlock.SIZE) {
      throw malformed(misc, "expected at least " + (OFFSET + ControlBlock.SIZE)
          + " bytes, found " + misc.size());
    }
    byte[] bytes = new byte[ControlBlock.SIZE];
    misc.read(OFFSET, ByteBuffer.wrap(bytes));
    try {
      return ControlBlock.decode(bytes);
    } catch (MalformedControlBlockException e) {
      throw malformed(misc, String.valueOf(e.getMessage()));
    }
  }

  /** Power cut: as the type says. */
  static void write(Volume misc, ControlBlock next) throws IOException {
    misc.write(OFFSET, ByteBuffer.wrap(next.encode()));
    misc.sync();
    misc.dropCache(OFFSET, ControlBlock.SIZE);
  }

  private static BootException malformed(Volume misc, String what) {
    return new BootException(misc.name() + ": no A/B control block at byte " + OFFSET + ": " + what,
        "check that this is the misc partition; if it is, look at what repair --dry-run would write, or "
            + "restart: U-Boot makes a new block that tries both slots");
  }

  private List<Evidence> evidence() throws IOException {
    var line = KernelCommandLine.read(host.proc());
    return PARAMETERS.stream()
        .flatMap(key -> line.values(key).flatMap(value -> slot(key, value)))
        .toList();
  }

  private static Stream<Evidence> slot(String key, String value) {
    String letter = value.startsWith("_") ? value.substring(1) : value;
    return Stream.of(Slot.values())
        .filter(slot -> slot.name().toLowerCase(Locale.ROOT).equals(letter))
        .map(slot -> new Evidence(slot, "the kernel's command line", key + "=" + value));
  }
}
