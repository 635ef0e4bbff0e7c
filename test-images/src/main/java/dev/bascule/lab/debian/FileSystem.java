package dev.bascule.lab.debian;

import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** A form in which a tree of files becomes one volume. */
public enum FileSystem {
  /** Read-only by nature, uncompressed: the same tree gives the same bytes. */
  EROFS {
    @Override
    String description() {
      return "-x1 --ignore-mtime -U " + UUID;
    }

    // -T alone would only stand in for missing times: --ignore-mtime gives it to all.
    @Override
    Command maker(Path tree, Path volume, Instant time) throws IOException {
      return new Tool("mkfs.erofs", "erofs-utils").command(
          "--quiet",
          "-x1",
          "-T" + time.getEpochSecond(),
          "--ignore-mtime",
          "-U",
          UUID,
          volume.toString(),
          tree.toString());
    }
  },
  /** Mounted read-only. {@code mke2fs -d} copies access times, so bytes differ from build to build. */
  EXT4 {
    @Override
    String description() {
      return "%d MiB, no journal, -U %s".formatted(EXT4_BYTES >> 20, UUID);
    }

    @Override
    Command maker(Path tree, Path volume, Instant time) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
        file.setLength(EXT4_BYTES);
      }
      return new Tool("mke2fs", "e2fsprogs").command(
          "-q",
          "-F",
          "-t",
          "ext4",
          "-b",
          "4096",
          "-m",
          "0",
          "-O",
          "^has_journal,^resize_inode",
          "-U",
          UUID,
          "-E",
          "hash_seed=" + UUID + ",lazy_itable_init=0",
          "-d",
          tree.toString(),
          volume.toString()).with("E2FSPROGS_FAKE_TIME", Long.toString(time.getEpochSecond()));
    }
  };

  /** Of every volume of Debian's here. */
  static final String UUID = "6261736c-7562-4c61-8000-64656269616e";
  private static final long EXT4_BYTES = 448L << 20;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** The name's form in files: {@code erofs}, {@code ext4}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Makes a volume from a tree; the volume must not exist. */
  void writeVolume(Path tree, Path volume, Instant time) throws IOException {
    maker(tree, volume, time).within(LIMIT).run();
    long size = Files.size(volume);
    if (size == 0 || size % 4096 != 0) {
      throw new IOException(
          "%s: expected a whole number of 4096-byte blocks, found %d bytes".formatted(volume,
              size));
    }
  }

  /** Parameters that decide the bytes, for the recipe. */
  abstract String description();

  abstract Command maker(Path tree, Path volume, Instant time) throws IOException;
}
