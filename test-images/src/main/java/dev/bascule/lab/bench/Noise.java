package dev.bascule.lab.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/**
 * Bytes that no image has.
 *
 * @param seed other seeds give other bytes
 */
record Noise(long seed) {

  private static final int STEP = 1 << 20;

  /** Overwrites a stretch of a file or device, and syncs it. */
  void write(Path file, long offset, long size) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ByteBuffer buffer = ByteBuffer.allocateDirect(STEP);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long at = 0; at < size; at += STEP) {
        buffer.clear();
        while (buffer.hasRemaining()) {
          buffer.putLong(random.nextLong());
        }
        buffer.flip().limit((int) Math.min(STEP, size - at));
        while (buffer.hasRemaining()) {
          channel.write(buffer, offset + at + buffer.position());
        }
      }
      channel.force(true);
    }
  }
}
