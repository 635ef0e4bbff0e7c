package dev.bascule.bootctl.gpt;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes a table's two copies in the order that a power cut cannot hurt. */
final class GptWriter {
  private final Volume disk;
  private final int sectorSize;
  private final GptTable table;

  private GptWriter(Volume disk, int sectorSize, GptTable table) {
    this.disk = disk;
    this.sectorSize = sectorSize;
    this.table = table;
  }

  static Gpt write(Volume disk, Gpt current, GptTable next) throws IOException {
    var writer = new GptWriter(disk, current.sectorSize(), next);
    var primary = GptPlace.primary(disk, current);
    var backup = GptPlace.backup(disk, current);
    if (current.primary() instanceof GptCopy.Broken) {
      writer.writeCopy(primary, backup);
      writer.writeCopy(backup, primary);
    } else {
      writer.writeCopy(backup, primary);
      writer.writeCopy(primary, backup);
    }
    return writer.readBack();
  }

  /** Power cut: this copy may be torn, which its checksums show; the other is untouched. */
  void writeCopy(GptPlace place, GptPlace other) throws IOException {
    byte[] entries = table.entries();
    var header =
        table.header().at(place.headerLba(), other.headerLba(), place.entriesLba(), entries);
    disk.write(place.entriesLba() * sectorSize, ByteBuffer.wrap(entries));
    disk.write(place.headerLba() * sectorSize, ByteBuffer.wrap(header.encode(sectorSize)));
    disk.sync();
    disk.dropCache(place.entriesLba() * sectorSize, entries.length);
    disk.dropCache(place.headerLba() * sectorSize, sectorSize);
  }

  private Gpt readBack() throws IOException {
    var found = Gpt.read(disk);
    if (!found.whole() || !found.table().equals(table)) {
      throw new BootException(
          disk.name() + ": the partition table reads back otherwise than it was written: "
              + found.remarks(),
          "the medium is failing, or another program writes the table at the same time: look at the kernel's log");
    }
    return found;
  }
}
