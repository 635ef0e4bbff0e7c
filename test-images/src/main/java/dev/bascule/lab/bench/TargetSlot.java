package dev.bascule.lab.bench;

import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A slot that every contender installs into: a loop device with direct I/O over a preallocated file, so
 * that the page cache of the file beneath hides nothing; a plain file where there are no loop devices.
 */
final class TargetSlot implements AutoCloseable {

  private static final Tool LOSETUP = new Tool("losetup", "mount");
  private static final int STEP = 1 << 20;
  /** The seventh column of the kernel's Documentation/block/stat.rst: sectors written, of 512 bytes. */
  private static final int SECTORS_WRITTEN = 6;

  private final Path device;
  private final Kind kind;
  private final long offset;
  private final long size;

  private TargetSlot(Path device, Kind kind, long offset, long size) {
    this.device = device;
    this.kind = kind;
    this.offset = offset;
    this.size = size;
  }

  /** What stands behind the slot's name. */
  enum Kind {
    LOOP_DEVICE("loop device with direct I/O over a preallocated file"), FILE("preallocated file");

    private final String description;

    Kind(String description) {
      this.description = description;
    }

    /** In words, for a report. */
    String description() {
      return description;
    }
  }

  /** Preallocates a file, which is all slot, and attaches it. */
  static TargetSlot create(Path file, long size) throws IOException {
    try (RandomAccessFile backing = new RandomAccessFile(file.toFile(), "rw")) {
      backing.setLength(size);
    }
    new Noise(0).write(file, 0, size);
    return attach(file, 0, size);
  }

  /** Puts a loop device on a preallocated file if this machine lets us; the slot is a stretch of it. */
  static TargetSlot attach(Path file, long offset, long size) throws IOException {
    Outcome attached = LOSETUP
        .command("--find", "--show", "--direct-io=on", file.toString())
        .attempt();
    return attached.succeeded()
        ? new TargetSlot(Path.of(attached.output().strip()), Kind.LOOP_DEVICE, offset, size)
        : new TargetSlot(file, Kind.FILE, offset, size);
  }

  /** What contenders write to: the slot alone, or the disk that it is a stretch of. */
  Path device() {
    return device;
  }

  /** What stands behind {@link #device()}. */
  Kind kind() {
    return kind;
  }

  /** Overwrites all of the slot, so that nothing of an earlier installation helps the next. */
  void fillWithNoise(long seed) throws IOException {
    new Noise(seed).write(device, offset, size);
  }

  /**
   * Compares the slot with the image that was installed.
   *
   * @throws IOException if a byte differs
   */
  void requireContent(Path image) throws IOException {
    ByteBuffer expected = ByteBuffer.allocate(STEP);
    ByteBuffer found = ByteBuffer.allocate(STEP);
    try (FileChannel source = FileChannel.open(image);
        FileChannel slot = FileChannel.open(device)) {
      for (long at = 0; at < source.size(); at += STEP) {
        int length = (int) Math.min(STEP, source.size() - at);
        fill(source, at, expected.clear().limit(length));
        fill(slot, offset + at, found.clear().limit(length));
        int difference = expected.mismatch(found);
        if (difference >= 0) {
          throw new IOException(
              "%s: expected the content of %s, found another byte at %d"
                  .formatted(device, image, at + difference));
        }
      }
    }
  }

  /** Bytes that have been written to the device since it was made, or -1 for a plain file. */
  long readBytesWritten() throws IOException {
    if (kind == Kind.FILE) {
      return -1;
    }
    Path stat = Path.of("/sys/block").resolve(device.getFileName()).resolve("stat");
    String[] columns = Files.readString(stat, StandardCharsets.US_ASCII).strip().split("\\s+", -1);
    return Long.parseLong(columns[SECTORS_WRITTEN]) * 512;
  }

  /** Bytes written since an earlier {@link #readBytesWritten}, or -1 for a plain file. */
  long writtenSince(long earlier) throws IOException {
    return kind == Kind.FILE ? -1 : readBytesWritten() - earlier;
  }

  @Override
  public void close() throws IOException {
    if (kind == Kind.LOOP_DEVICE) {
      LOSETUP.command("--detach", device.toString()).run();
    }
  }

  private static void fill(FileChannel channel, long at, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("ends before byte " + (at + buffer.limit()));
      }
    }
    buffer.flip();
  }
}
