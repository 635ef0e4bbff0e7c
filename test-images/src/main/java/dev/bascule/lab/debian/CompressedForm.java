package dev.bascule.lab.debian;

import dev.bascule.lab.FileTree;
import dev.bascule.lab.KeptDirectory;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** A form of file system that compresses files by itself: what others build images in, and deltas find little in. */
public enum CompressedForm {
  /** LZ4 in blocks of 4 KiB, each of which holds what fits in. */
  EROFS_LZ4 {
    @Override
    Command maker(Path tree, Path volume, long time) throws IOException {
      return new Tool("mkfs.erofs", "erofs-utils").command("--quiet", "-zlz4hc,9", "-C65536",
          "-T" + time, "--ignore-mtime", "-U", FileSystem.UUID, volume.toString(), tree.toString());
    }
  },
  /** zstd at its highest level, in blocks of 128 KiB of files. */
  SQUASHFS_ZSTD {
    @Override
    Command maker(Path tree, Path volume, long time) throws IOException {
      return new Tool("mksquashfs", "squashfs-tools").command(tree.toString(), volume.toString(),
          "-comp", "zstd", "-Xcompression-level", "19", "-b", "131072", "-noappend",
          "-reproducible", "-mkfs-time", Long.toString(time), "-all-time", Long.toString(time),
          "-quiet", "-no-progress");
    }
  };

  private static final Duration LIMIT = Duration.ofMinutes(20);

  /** The volume of an edition of the pair in this form, made of its EROFS volume's files unless an earlier run did. Needs root. */
  public Path volume(DebianPair pair, Edition edition, Path cache, Progress progress)
      throws IOException {
    String name = edition.label() + "." + toString();
    return new KeptDirectory(cache, pair.directory().getFileName() + "-" + name)
        .get(directory -> {
          progress.step("making " + name);
          Path tree = directory.resolve("tree");
          new Tool("fsck.erofs", "erofs-utils")
              .command("--extract=" + tree,
                  pair.of(edition).volume(FileSystem.EROFS).toString())
              .within(LIMIT)
              .run();
          maker(tree, directory.resolve(name), edition.time().getEpochSecond()).within(LIMIT).run();
          new FileTree(tree).delete();
        })
        .resolve(name);
  }

  /** The word for it on a command line, and in names of files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  abstract Command maker(Path tree, Path volume, long time) throws IOException;
}
