package dev.bascule.bootctl.gpt;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk's GUID partition table as it was read: both copies, and what they say together.
 *
 * @param sectorSize bytes in a sector, as the table counts them
 * @param table what counts: the primary, or the backup where the primary is broken
 * @param remarks what is not as it should be, in sentences; empty on a healthy disk
 */
public record Gpt(int sectorSize, GptTable table, GptCopy primary, GptCopy backup,
    List<String> remarks) {
  private static final int[] SECTOR_SIZES = {512, 4096};

  public Gpt {
    remarks = List.copyOf(remarks);
  }

  /**
   * Reads the table. On an image file both usual sector sizes are tried, on a device its own.
   *
   * @throws BootException if neither copy is valid
   */
  public static Gpt read(Volume disk) throws IOException {
    var fixed = disk.sectorSize();
    var found = new ArrayList<Found>();
    for (int size : fixed.isPresent() ? new int[]{fixed.getAsInt()} : SECTOR_SIZES) {
      var attempt = Found.read(disk, size);
      if (attempt.primary instanceof GptCopy.Valid) {
        return attempt.judge(disk);
      }
      found.add(attempt);
    }
    for (var attempt : found) {
      if (attempt.backup instanceof GptCopy.Valid) {
        return attempt.judge(disk);
      }
    }
    throw new BootException(
        disk.name() + ": expected a GUID partition table, found none that is valid: " + found,
        "check that this is the whole disk and not a partition; if it is, restore the table from a copy with gdisk");
  }

  /** Whether both copies are valid and say the same. */
  public boolean whole() {
    return primary.equals(backup) && primary instanceof GptCopy.Valid;
  }

  /**
   * Writes a table over both copies, then reads them back and compares.
   *
   * <p>Power cut: the copies are written one after the other with a sync between, a broken one first,
   * else the backup first. So at any moment one copy is valid, and it holds either the old table or
   * the new one.
   *
   * @return what is on the disk now
   */
  public Gpt write(Volume disk, GptTable next) throws IOException {
    return GptWriter.write(disk, this, next);
  }

  /** Makes a broken or differing copy like the one that counts; the same as writing that again. */
  public Gpt repair(Volume disk) throws IOException {
    return write(disk, table);
  }

  /** What was read under the assumption of one sector size. */
  private record Found(int sectorSize, GptCopy primary, GptCopy backup) {

    static Found read(Volume disk, int sectorSize) throws IOException {
      var primary = GptCopy.read(disk, sectorSize, 1);
      long backupLba = primary instanceof GptCopy.Valid(var table)
          ? table.header().alternateLba()
          : disk.size() / sectorSize - 1;
      return new Found(sectorSize, primary, GptCopy.read(disk, sectorSize, backupLba));
    }

    Gpt judge(Volume disk) throws IOException {
      var remarks = new ArrayList<String>();
      var sector = ByteBuffer.allocate(sectorSize);
      disk.read(0, sector);
      ProtectiveMbr.problem(sector.flip()).ifPresent(remarks::add);
      // By plain conditions: linking a switch over types costs a short command 13 ms of processor time.
      if (!(primary instanceof GptCopy.Valid(var first))) {
        remarks.add("the primary is broken, the backup counts: " + reason(primary));
        return new Gpt(sectorSize, ((GptCopy.Valid) backup).table(), primary, backup, remarks);
      }
      if (!(backup instanceof GptCopy.Valid(var second))) {
        remarks.add("the backup is broken: " + reason(backup));
      } else if (first.equals(second)) {
        remarkOnPlace(disk, second, remarks);
      } else {
        remarks.add("the copies differ: the primary counts");
      }
      return new Gpt(sectorSize, first, primary, backup, remarks);
    }

    private void remarkOnPlace(Volume disk, GptTable second, List<String> remarks)
        throws IOException {
      long last = disk.size() / sectorSize - 1;
      if (second.header().myLba() != last) {
        remarks.add("the backup is in sector " + second.header().myLba()
            + ", not in the disk's last, " + last
            + ": a loader that finds the primary torn would not find it");
      }
    }

    @Override
    public String toString() {
      return "with sectors of " + sectorSize + " bytes, primary " + reason(primary) + ", backup "
          + reason(backup);
    }

    private static String reason(GptCopy copy) {
      return switch (copy) {
        case GptCopy.Valid _ -> "valid";
        case GptCopy.Broken(var reason) -> reason;
      };
    }
  }
}
