package dev.bascule.bootctl.grub;

import dev.bascule.bootctl.durable.Folder;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A block in a file, {@code grubenv}. GRUB itself overwrites the file's sectors, so its length stays.
 *
 * <p>A change within one sector, which nearly all are, is written in place. For GRUB reads a file system
 * without its journal: of a file that is renamed on ext4 it sees nothing before the journal is written
 * back, which a power cut can forestall, while a sector in its place is seen at once.
 *
 * <p>Power cut: the old block or the new one where the change is within one sector; else as
 * {@link Folder#replace} says. grub-editenv empties the file first and then writes it, so a cut in its
 * middle leaves an empty file; this does not.
 */
record GrubFile(Folder folder, String file) implements GrubPlace {
  static final int SECTOR = 512;

  private static final Set<String> UNJOURNALLED = Set.of("vfat", "msdos", "fat", "exfat", "ext2");

  @Override
  public String name() {
    return folder.name() + "/" + file;
  }

  @Override
  public Optional<byte[]> read() throws IOException {
    return folder.read(file, GrubBlock.MAX_SIZE);
  }

  @Override
  public void write(byte[] block) throws IOException {
    byte[] now = read().orElse(new byte[0]);
    int from = Arrays.mismatch(now, block);
    if (from < 0) {
      return;
    }
    int start = from / SECTOR * SECTOR;
    int end = Math.min(start + SECTOR, block.length);
    if (now.length == block.length
        && Arrays.equals(now, end, block.length, block, end, block.length)) {
      folder.overwrite(file, start, Arrays.copyOfRange(block, start, end));
      folder.sync(file);
    } else {
      folder.replace(file, block);
    }
  }

  @Override
  public Optional<String> weakness() throws IOException {
    String kind = folder.fileSystem();
    return UNJOURNALLED.contains(kind)
        ? Optional.of(name() + " is on " + kind
            + ", where a power cut can lose a file that is replaced, and there is no second copy")
        : Optional.empty();
  }
}
