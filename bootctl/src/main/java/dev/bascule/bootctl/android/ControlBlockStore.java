package dev.bascule.bootctl.android;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.booted.BootedSlot;
import dev.bascule.bootctl.booted.Evidence;
import dev.bascule.bootctl.booted.KernelCommandLine;
import dev.bascule.bootctl.choice.ChoiceStore;
import dev.bascule.bootctl.choice.Reading;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
    try (var volume = FileVolume.open(misc, Access.WRITE)) {
      write(volume, next);
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
        "check that this is the misc partition; if it is, restart: U-Boot makes a new block that tries "
            + "both slots (or restore a copy of the partition)");
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
