package dev.bascule.publisher.lint;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** The forms that an image may have, and the program that unpacks each: the file system's own, which knows it best. */
enum Unpacking {

  EROFS(1024, "e2e1f5e0", "fsck.erofs", "erofs-utils") {
    @Override
    List<String> command(Path image, Path place) {
      return List.of("fsck.erofs", "--extract=" + place, "--preserve-perms", "--no-preserve-owner",
          "--overwrite", image.toString());
    }
  },
  EXT4(1080, "53ef", "debugfs", "e2fsprogs") {
    @Override
    List<String> command(Path image, Path place) {
      return List.of("debugfs", "-R", "rdump / " + place, image.toString());
    }
  },
  SQUASHFS(0, "68737173", "unsquashfs", "squashfs-tools") {
    @Override
    List<String> command(Path image, Path place) {
      return List.of("unsquashfs", "-no-xattrs", "-no-progress", "-force", "-dest",
          place.toString(), image.toString());
    }
  },
  TAR(257, "7573746172", "tar", "tar") {
    @Override
    List<String> command(Path image, Path place) {
      return List.of("tar", "--extract", "--preserve-permissions", "--no-same-owner", "--file",
          image.toString(), "--directory", place.toString());
    }
  };

  private final long offset;
  private final String magic;
  private final String program;
  private final String debianPackage;

  Unpacking(long offset, String magic, String program, String debianPackage) {
    this.offset = offset;
    this.magic = magic;
    this.program = program;
    this.debianPackage = debianPackage;
  }

  abstract List<String> command(Path image, Path place);

  /**
   * Unpacks an image.
   *
   * @param place an empty directory
   * @throws IOException if it is of no known form, if its program is not there, or if that cannot read it
   */
  static ImageTree unpack(Path image, Path place) throws IOException {
    for (Unpacking form : values()) {
      if (form.fits(image)) {
        form.run(image, place);
        return ImageTree.of(place);
      }
    }
    throw new IOException(image
        + ": expected an EROFS, ext4 or squashfs file system, a tar archive or a directory, found none of them");
  }

  private boolean fits(Path image) throws IOException {
    byte[] found = new byte[magic.length() / 2];
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "r")) {
      if (file.length() < offset + found.length) {
        return false;
      }
      file.seek(offset);
      file.readFully(found);
    }
    return HexFormat.of().formatHex(found).equals(magic);
  }

  private void run(Path image, Path place) throws IOException {
    Path said = place.resolveSibling("said");
    Process process;
    try {
      process = new ProcessBuilder(command(image, place)).redirectErrorStream(true)
          .redirectOutput(said.toFile())
          .start();
    } catch (IOException e) {
      throw new IOException(image + ": is looked into with " + program
          + ", which is not there: install Debian's package " + debianPackage, e);
    }
    try {
      if (process.waitFor() != 0) {
        throw new IOException(image + ": " + program + " cannot read it: " + end(said));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + program + " was running");
    }
  }

  private static String end(Path said) throws IOException {
    String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip();
    return text.substring(Math.max(0, text.length() - 400));
  }
}
