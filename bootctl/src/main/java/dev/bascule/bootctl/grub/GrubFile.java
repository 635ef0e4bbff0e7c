package dev.bascule.bootctl.grub;

import dev.bascule.bootctl.durable.Folder;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * A block in a file, {@code grubenv}. GRUB itself overwrites the file's sectors, so its length stays.
 *
 * <p>Power cut: as {@link Folder#replace} says. grub-editenv empties the file first and then writes it, so
 * a cut in its middle leaves an empty file; this does not.
 */
record GrubFile(Folder folder, String file) implements GrubPlace {
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
    folder.replace(file, block);
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
