package dev.bascule.publisher.mirror;

import dev.bascule.image.origin.PieceFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * A part of a content that tells how much of it was read. It knows no mark: clients that can go back to one keep what they read in
 * memory.
 */
final class ToldStream extends PieceFilter {

  private final LongConsumer progress;
  private long left;

  private ToldStream(InputStream in, long length, LongConsumer progress) {
    super(in);
    this.left = length;
    this.progress = progress;
  }

  static InputStream open(Upload.Content content, long offset, long length, LongConsumer progress)
      throws IOException {
    return new ToldStream(switch (content) {
      case Upload.Content.OfFile(var file) -> {
        SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.READ);
        channel.position(offset);
        yield Channels.newInputStream(channel);
      }
      case Upload.Content.OfMetadata(var metadata) -> {
        byte[] bytes = metadata.received();
        int from = Math.toIntExact(offset);
        yield new ByteArrayInputStream(bytes, from, bytes.length - from);
      }
    }, length, progress);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = left == 0 ? -1 : in.read(target, offset, (int) Math.min(length, left));
    left -= Math.max(read, 0);
    progress.accept(Math.max(read, 0));
    return read;
  }
}
