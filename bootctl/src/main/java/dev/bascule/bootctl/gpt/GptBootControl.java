package dev.bascule.bootctl.gpt;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Repairable;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.booted.BootedSlot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.sys.FileLock;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Slots whose priority, tries and confirmation are bits in the partition table, for the loaders of
 * Bottlerocket, ChromeOS and their relatives.
 *
 * <p>The disk is locked for each operation. Power cut: as {@link Gpt#write} says, the next boot sees the
 * state before the operation or after it.
 */
public final class GptBootControl implements BootControl, Repairable {
  /** udev looks at a disk for that long after it was written, and holds the lock meanwhile. */
  private static final Duration LOCK_WAIT = Duration.ofSeconds(10);

  private final Path disk;
  private final VolumeSpec a;
  private final VolumeSpec b;
  private final Host host;
  private final Duration lockWait;

  /**
   * Nothing is opened before it is used.
   *
   * @param disk the whole disk: a device or an image file
   * @param a the partition whose attributes are slot A's
   * @param b the partition whose attributes are slot B's
   */
  public GptBootControl(Path disk, VolumeSpec a, VolumeSpec b, Host host) {
    this(disk, a, b, host, LOCK_WAIT);
  }

  GptBootControl(Path disk, VolumeSpec a, VolumeSpec b, Host host, Duration lockWait) {
    this.disk = disk;
    this.a = a;
    this.b = b;
    this.host = host;
    this.lockWait = lockWait;
  }

  @Override
  public String loader() {
    return "gpt";
  }

  @Override
  public BootState readState() throws BootException {
    return locked(Access.READ, volume -> read(volume).state());
  }

  @Override
  public Change disable(Slot slot) throws BootException {
    return change(slots -> GptDecision.disable(slots, slot));
  }

  @Override
  public Change activate(Slot slot, int tries) throws BootException {
    return change(slots -> GptDecision.activate(slots, slot, tries));
  }

  @Override
  public Change confirm() throws BootException {
    return change(GptDecision::confirm);
  }

  @Override
  public Change markBad(Slot slot) throws BootException {
    return change(slots -> GptDecision.markBad(slots, slot));
  }

  @Override
  public Change rollback() throws BootException {
    return change(GptDecision::rollback);
  }

  @Override
  public Change cancel() throws BootException {
    return change(GptDecision::cancel);
  }

  @Override
  public List<String> readFaults() throws BootException {
    return locked(Access.READ, volume -> read(volume).remarks());
  }

  @Override
  public List<String> readRepairs() throws BootException {
    return locked(Access.READ, volume -> repairs(Gpt.read(volume), volume));
  }

  @Override
  public List<String> repair() throws BootException {
    return locked(Access.WRITE, volume -> {
      var gpt = Gpt.read(volume);
      return (repairs(gpt, volume).isEmpty() ? gpt : gpt.repair(volume)).remarks();
    });
  }

  private static List<String> repairs(Gpt gpt, Volume volume) throws IOException {
    if (!gpt.whole()) {
      return List.of(gpt.primary() instanceof GptCopy.Valid
          ? "write the backup of the partition table anew, like the primary"
          : "write the primary partition table anew, like the backup");
    }
    long last = volume.size() / gpt.sectorSize() - 1;
    return gpt.backup() instanceof GptCopy.Valid(var table) && table.header().myLba() != last
        ? List.of("write the backup of the partition table into the disk's last sector, " + last)
        : List.of();
  }

  private Change change(Function<GptSlots, GptDecision> operation) throws BootException {
    return locked(Access.WRITE, volume -> {
      var before = read(volume);
      return switch (operation.apply(before.slots)) {
        case GptDecision.Refuse(var reason, var explanation) ->
          new Change.Refused(reason, explanation);
        case GptDecision.Write(var next) when next.equals(before.slots) ->
          new Change.Unchanged(before.state());
        case GptDecision.Write(var next) -> {
          before.gpt.write(volume, before.partitions.apply(before.gpt.table(), next));
          yield new Change.Written(before.state(), read(volume).state());
        }
      };
    });
  }

  private Reading read(Volume volume) throws IOException {
    var gpt = Gpt.read(volume);
    var partitions = SlotPartitions.find(gpt.table(), disk, a, b, host);
    var booted =
        BootedSlot.find(partitions.identity(Slot.A), partitions.identity(Slot.B), host, List.of());
    return new Reading(gpt, partitions, booted, partitions.slots(gpt.table(), booted.slot()));
  }

  private <T> T locked(Access access, Operation<T> operation) throws BootException {
    try (var _ = FileLock.acquire(disk, lockWait, host.proc());
        var volume = FileVolume.open(disk, access)) {
      return operation.on(volume);
    } catch (BootException e) {
      throw e;
    } catch (IOException e) {
      throw new BootException(disk + ": " + e.getMessage(),
          "check the disk and its cabling in the kernel's log", e);
    }
  }

  private interface Operation<T> {
    T on(Volume volume) throws IOException;
  }

  /** All that one read of the disk and the host gave. */
  private record Reading(Gpt gpt, SlotPartitions partitions, BootedSlot booted, GptSlots slots) {

    BootState state() {
      return slots.state(remarks());
    }

    List<String> remarks() {
      var remarks = new ArrayList<>(gpt.remarks());
      booted.contradiction().ifPresent(remarks::add);
      remarks.addAll(partitions.rivals(gpt.table()));
      return List.copyOf(remarks);
    }
  }
}
