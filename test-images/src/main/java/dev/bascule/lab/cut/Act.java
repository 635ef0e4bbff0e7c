package dev.bascule.lab.cut;

import java.nio.ByteBuffer;

/**
 * What was asked of a device's media. Files have numbers, for their names change; the disk is file {@link #DISK}.
 *
 * <p>The directories directly below the top are file systems of their own: {@code var/lib} says nothing of {@code var/esp}.
 *
 * <p>What is not synced can be lost: of written bytes any sector of 512, alone; of names and lengths the last ones, for
 * file systems keep their order in a journal.
 */
public sealed interface Act {

  /** The disk's number. */
  int DISK = 0;
  /** Stands in a name for a directory. */
  int DIRECTORY = -1;

  /**
   * Bytes at a position.
   *
   * @param opening by which of the times that the file was opened they were written; 0 where that does not matter
   */
  record Write(int file, int opening, long position, ByteBuffer bytes) implements Act {

    public Write {
      bytes = bytes.asReadOnlyBuffer();
    }

    public Write(int file, long position, ByteBuffer bytes) {
      this(file, 0, position, bytes);
    }

    /** A write to the disk. */
    public static Write toDisk(long position, ByteBuffer bytes) {
      return new Write(DISK, position, bytes);
    }

    /** Some of its bytes. */
    Write slice(int from, int length) {
      return new Write(file, opening, position + from, bytes.slice(from, length));
    }
  }

  /** A file gets a length. */
  record Resize(int file, long size) implements Act {}

  /** A name leads to a file from now on, whatever it led to before. */
  record Name(String path, int file) implements Act {}

  /** A name is gone. */
  record Unname(String path) implements Act {}

  /** A file's name is another from now on, whatever that led to before; both at once. */
  record Move(String from, String to) implements Act {}

  /**
   * A variable of the firmware's has a value from now on, at once and for good (UEFI 2.10, 8.2): no sync is needed, and none
   * of files is one.
   *
   * @param value what its file in efivarfs says; nothing if there is no such variable any more
   */
  record Variable(String path, int file, ByteBuffer value) implements Act {

    public Variable {
      value = value.asReadOnlyBuffer();
    }
  }

  /** All that was written to a file before is on the medium; and all names of its file system, unless it is the disk. */
  record Sync(int file) implements Act {

    /** The disk's cache is written out. */
    public static Sync ofDisk() {
      return new Sync(DISK);
    }
  }

  /**
   * What was written to the disk by one opening of it is on the medium. A partition is a device of its own for Linux: a
   * sync of it says nothing of what waits for the disk or another partition, though here both are one file.
   */
  record SyncOpening(int opening) implements Act {}

  /**
   * Names are on the medium.
   *
   * @param below those of the file system that this directory is on; nothing for those of all
   */
  record SyncNames(String below) implements Act {

    /** All there are. */
    public static SyncNames ofAll() {
      return new SyncNames("");
    }
  }

  /** Somebody said what is done from here on. */
  record Mark(String text) implements Act {}
}
