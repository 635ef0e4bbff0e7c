package dev.bascule.bootctl.gpt;

import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One of the two copies of a partition table, as it was found on the disk. */
public sealed interface GptCopy {

  /** Both its checksums are right and its numbers make sense. */
  record Valid(GptTable table) implements GptCopy {}

  /** It cannot be used. */
  record Broken(String reason) implements GptCopy {}

  /** Reads the copy whose header is in one sector. A copy that is torn is a value, not an error. */
  static GptCopy read(Volume disk, int sectorSize, long lba) throws IOException {
    long sectors = disk.size() / sectorSize;
    if (lba < 1 || lba >= sectors) {
      return new Broken("its header would be in sector " + lba + " of a disk of " + sectors);
    }
    byte[] sector = new byte[sectorSize];
    disk.read(lba * sectorSize, ByteBuffer.wrap(sector));
    try {
      var header = GptHeader.decode(sector, lba, sectors);
      byte[] entries = new byte[header.entriesBytes()];
      disk.read(header.entriesLba() * sectorSize, ByteBuffer.wrap(entries));
      int crc = GptHeader.crc(entries);
      if (crc != header.entriesCrc()) {
        return new Broken(
            "expected entries' CRC %08x, found %08x".formatted(header.entriesCrc(), crc));
      }
      return new Valid(new GptTable(header, entries));
    } catch (MalformedGptException e) {
      return new Broken(String.valueOf(e.getMessage()));
    }
  }
}
