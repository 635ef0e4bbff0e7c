package dev.bascule.lab.disk;

import dev.bascule.lab.FileTree;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Writable ext4 file systems for a device's data, made in files without a mount. */
public final class Ext4Volume {

  private Ext4Volume() {}

  /** Makes one of what is in a directory, whose top is root's, and deletes the directory; the file must not exist. */
  public static void writeOf(Path tree, Path file, long bytes) throws IOException {
    try (RandomAccessFile volume = new RandomAccessFile(file.toFile(), "rw")) {
      volume.setLength(bytes);
    }
    new Tool("mke2fs", "e2fsprogs")
        .command("-q", "-F", "-t", "ext4", "-E", "root_owner=0:0", "-d", tree.toString(),
            file.toString())
        .run();
    new FileTree(tree).delete();
  }
}
