package dev.bascule.bootctl.gpt;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A partition table to be made on an empty disk.
 *
 * @param disk the disk's own GUID
 * @param partitions from the first on, each at a multiple of 1 MiB
 */
public record GptLayout(Guid disk, List<Partition> partitions) {
  private static final int ENTRIES = 128;
  private static final long ALIGNMENT = 1 << 20;

  /**
   * A partition to be made.
   *
   * @param size in bytes; rounded up to whole MiB
   */
  public record Partition(String name, Guid type, Guid unique, long size,
      GptAttributes attributes) {
    public Partition {
      if (size < 1) {
        throw new IllegalArgumentException("partition " + name + " of " + size + " bytes");
      }
    }
  }

  public GptLayout {
    partitions = List.copyOf(partitions);
    if (partitions.size() > ENTRIES) {
      throw new IllegalArgumentException(partitions.size() + " partitions, at most " + ENTRIES);
    }
  }

  /** The smallest disk that holds this, in bytes. */
  public long diskSize() {
    return partitions.stream().mapToLong(partition -> rounded(partition.size())).sum()
        + 2 * ALIGNMENT;
  }

  /**
   * Writes the protective MBR and both copies of the table, destroying what was there.
   *
   * <p>Power cut: the disk may be left with no table, as it was before.
   *
   * @param sectorSize 512 or 4096; a device's own where it has one
   */
  public Gpt write(Volume volume, int sectorSize) throws IOException {
    if (sectorSize != volume.sectorSize().orElse(sectorSize)
        || (sectorSize != 512 && sectorSize != 4096)) {
      throw new IllegalArgumentException("sectors of " + sectorSize + " bytes on " + volume.name());
    }
    if (volume.size() < diskSize()) {
      throw new BootException(
          volume.name() + ": expected at least " + diskSize() + " bytes, found " + volume.size(),
          "use a larger disk, or smaller partitions");
    }
    long sectors = volume.size() / sectorSize;
    var table = layOut(sectors, sectorSize);
    volume.write(0, ByteBuffer.wrap(ProtectiveMbr.encode(sectors, sectorSize)));
    var broken = new GptCopy.Broken("not written yet");
    return new Gpt(sectorSize, table, broken, broken, List.of()).write(volume, table);
  }

  private GptTable layOut(long sectors, int sectorSize) {
    var header = GptHeader.primary(disk, sectors, sectorSize, ENTRIES);
    var table = new GptTable(header, new byte[header.entriesBytes()]);
    long at = ALIGNMENT;
    for (int i = 0; i < partitions.size(); i++) {
      var partition = partitions.get(i);
      long end = at + rounded(partition.size());
      table =
          table.withEntry(new GptEntry(i + 1, partition.type(), partition.unique(), at / sectorSize,
              end / sectorSize - 1, partition.attributes(), partition.name()));
      at = end;
    }
    return table;
  }

  private static long rounded(long size) {
    return Math.ceilDiv(size, ALIGNMENT) * ALIGNMENT;
  }
}
