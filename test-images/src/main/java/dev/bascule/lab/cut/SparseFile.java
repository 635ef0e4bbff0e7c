package dev.bascule.lab.cut;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Files of which only what is not zero takes room. */
final class SparseFile {

  private static final int PIECE = 64 << 10;

  private SparseFile() {}

  /** Writes one; what was there is gone. */
  static void write(Path file, byte[] content) throws IOException {
    byte[] zeros = new byte[PIECE];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE,
        StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int at = 0; at < content.length; at += PIECE) {
        int end = Math.min(at + PIECE, content.length);
        boolean last = end == content.length;
        if (last || !Arrays.equals(content, at, end, zeros, 0, end - at)) {
          channel.write(ByteBuffer.wrap(content, at, end - at), at);
        }
      }
    }
  }
}
