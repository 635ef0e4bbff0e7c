package dev.bascule.lab.disk;

import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.disk.Disk;
import dev.bascule.bootctl.gpt.Gpt;
import dev.bascule.bootctl.gpt.GptAttributes;
import dev.bascule.bootctl.gpt.GptEntry;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A whole disk as a file.
 *
 * @param file the disk
 */
public record DiskImage(Path file) {

  private static final int STEP = 1 << 20;

  /** Makes a new disk with an empty slot B; the file must not exist. */
  public static DiskImage create(Path file, DiskPlan plan, Path factory) throws IOException {
    DiskImage image = blank(file, plan);
    image.fill(Slot.A, factory);
    return image;
  }

  /** Makes a new disk with nothing but a table; the file must not exist. */
  public static DiskImage blank(Path file, DiskPlan plan) throws IOException {
    Files.createFile(file);
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      disk.setLength(plan.layout().diskSize());
    }
    try (Volume disk = FileVolume.open(file, Access.WRITE)) {
      plan.layout().write(disk, plan.sectorBytes());
    }
    return new DiskImage(file);
  }

  /** Writes a volume at the start of a slot, as a factory does: no questions asked. */
  public void fill(Slot slot, Path content) throws IOException {
    fill(DiskPlan.partitionName(slot), content);
  }

  /** Writes a volume at the start of the partition with a name. */
  public void fill(String partition, Path content) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(STEP);
    try (FileChannel source = FileChannel.open(content, StandardOpenOption.READ);
        Volume target = open(partition, Access.WRITE)) {
      for (long at = 0; at < source.size(); at += STEP) {
        target.write(at, readStep(source, at, buffer));
      }
      target.sync();
    }
  }

  /** Copies the partition with a name into a file, which is made or overwritten. */
  public void extract(String partition, Path file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(STEP);
    try (Volume source = open(partition, Access.READ);
        FileChannel target = FileChannel.open(file, StandardOpenOption.WRITE,
            StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
      for (long at = 0; at < source.size(); at += STEP) {
        buffer.clear().limit((int) Math.min(STEP, source.size() - at));
        source.read(at, buffer);
        buffer.flip();
        while (buffer.hasRemaining()) {
          target.write(buffer);
        }
      }
    }
  }

  /**
   * Compares the beginning of a slot with a volume.
   *
   * @return the position of the first byte that differs, or -1
   */
  public long firstDifference(Slot slot, Path content) throws IOException {
    ByteBuffer expected = ByteBuffer.allocateDirect(STEP);
    ByteBuffer found = ByteBuffer.allocateDirect(STEP);
    try (FileChannel source = FileChannel.open(content, StandardOpenOption.READ);
        Volume target = open(slot, Access.READ)) {
      for (long at = 0; at < source.size(); at += STEP) {
        readStep(source, at, expected);
        found.clear().limit(expected.limit());
        target.read(at, found);
        int difference = expected.mismatch(found.flip());
        if (difference >= 0) {
          return at + difference;
        }
      }
    }
    return -1;
  }

  /** Opens a slot's partition. */
  public Volume open(Slot slot, Access access) throws IOException {
    return open(DiskPlan.partitionName(slot), access);
  }

  /** Opens the partition with a name. */
  public Volume open(String partition, Access access) throws IOException {
    return new Disk(file, Host.running()).open(new VolumeSpec.PartLabel(partition), access);
  }

  /** Reads where the partition with a name begins, in bytes. */
  public long readStart(String partition) throws IOException {
    Gpt gpt = readTable();
    return gpt.table().find(new VolumeSpec.PartLabel(partition), file.toString()).firstLba()
        * gpt.sectorSize();
  }

  /** Reads the partition table. */
  public Gpt readTable() throws IOException {
    try (Volume disk = FileVolume.open(file, Access.READ)) {
      return Gpt.read(disk);
    }
  }

  /** Reads the entry of a slot's partition. */
  public GptEntry readEntry(Slot slot) throws IOException {
    return readTable().table()
        .find(new VolumeSpec.PartLabel(DiskPlan.partitionName(slot)), file.toString());
  }

  /** Reads what the table says of a slot. */
  public GptAttributes readAttributes(Slot slot) throws IOException {
    return readEntry(slot).attributes();
  }

  private static ByteBuffer readStep(FileChannel source, long at, ByteBuffer buffer)
      throws IOException {
    buffer.clear();
    while (buffer.hasRemaining() && source.read(buffer, at + buffer.position()) >= 0) {
      // Until the buffer or the file is through.
    }
    return buffer.flip();
  }
}
