package dev.bascule.lab.debian;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** An update: what a device runs, and what it gets. Uncompressed EROFS where nothing else is said. */
@SuppressWarnings("ImmutableEnumChecker") // its functions hold nothing
public enum ImagePair {
  /** A point release's packages and its kernel. */
  POINT_RELEASE(images -> images.of(Edition.BEFORE, FileSystem.EROFS),
      images -> images.of(Edition.AFTER, FileSystem.EROFS)),
  /** Five packages. */
  SMALL(images -> images.of(Edition.BEFORE, FileSystem.EROFS), images -> images.of(Release.SMALL)),
  /** The kernel alone. */
  KERNEL(images -> images.of(Edition.BEFORE, FileSystem.EROFS),
      images -> images.of(Release.KERNEL)),
  /** Nothing. */
  IDENTICAL(images -> images.of(Edition.AFTER, FileSystem.EROFS),
      images -> images.of(Edition.AFTER, FileSystem.EROFS)),
  /** From an image that is two point releases behind. */
  JUMP(images -> images.of(Release.FIRST), images -> images.of(Edition.AFTER, FileSystem.EROFS)),
  /** The point release, and a third more of files. */
  GROWN(images -> images.of(Edition.BEFORE, FileSystem.EROFS), images -> images.of(Release.GROWN)),
  /** The point release as ext4. */
  EXT4(images -> images.of(Edition.BEFORE, FileSystem.EXT4),
      images -> images.of(Edition.AFTER, FileSystem.EXT4)),
  /** The point release as EROFS whose files lz4 packed. */
  EROFS_LZ4(images -> images.of(Edition.BEFORE, CompressedForm.EROFS_LZ4),
      images -> images.of(Edition.AFTER, CompressedForm.EROFS_LZ4)),
  /** The point release as squashfs whose files zstd packed. */
  SQUASHFS_ZSTD(images -> images.of(Edition.BEFORE, CompressedForm.SQUASHFS_ZSTD),
      images -> images.of(Edition.AFTER, CompressedForm.SQUASHFS_ZSTD));

  private final Volume before;
  private final Volume after;

  /** One of a pair. */
  @FunctionalInterface
  private interface Volume {
    Path of(Images images) throws IOException;
  }

  ImagePair(Volume before, Volume after) {
    this.before = before;
    this.after = after;
  }

  /** What a device runs. */
  public Path before(Images images) throws IOException {
    return before.of(images);
  }

  /** What it gets. */
  public Path after(Images images) throws IOException {
    return after.of(images);
  }

  /** The word for it on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
