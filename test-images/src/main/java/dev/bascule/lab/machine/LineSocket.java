package dev.bascule.lab.machine;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lines of text to and from a socket of QEMU's, with a time limit on every wait. */
final class LineSocket implements Closeable {

  private final SocketChannel channel;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private LineSocket(SocketChannel channel) {
    this.channel = channel;
  }

  /** Connects to a socket that exists. */
  static LineSocket connect(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(path));
    LineSocket socket = new LineSocket(channel);
    Thread.ofPlatform().daemon().name("lines of " + path.getFileName()).start(socket::pump);
    return socket;
  }

  /** The next line without its end, or empty if none comes in time. */
  Optional<String> readLine(Duration limit) throws IOException {
    try {
      return Optional.ofNullable(lines.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("waiting for a line");
    }
  }

  void writeLine(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void pump() {
    // A stream over the channel itself would hold one lock for reading and writing.
    try (var reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // The machine is gone: whoever waits for a line gets none.
    }
  }
}
