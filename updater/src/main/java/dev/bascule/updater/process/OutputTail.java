package dev.bascule.updater.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** The end of what a process prints, read on a thread of its own so that the process never waits for us. */
final class OutputTail {

  private static final int BUFFER = 4096;

  private final InputStream stream;
  private final int length;
  private final Thread reader;
  private byte[] tail = new byte[0];

  private OutputTail(InputStream stream, int length) {
    this.stream = stream;
    this.length = length;
    this.reader = Thread.ofPlatform().daemon().name("program-output").unstarted(this::read);
  }

  /** Keeps at most so many bytes. */
  static OutputTail of(InputStream stream, int length) {
    OutputTail tail = new OutputTail(stream, length);
    tail.reader.start();
    return tail;
  }

  /** What came, when the stream has ended or nobody wants to wait any longer. */
  String await(Duration limit) throws InterruptedException {
    boolean ended = reader.join(limit);
    if (!ended) {
      closeQuietly();
    }
    synchronized (this) {
      return new String(tail, StandardCharsets.UTF_8);
    }
  }

  private void read() {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        keep(buffer, count);
      }
    } catch (IOException e) {
      // The process is gone; what it said before is kept.
    }
  }

  private synchronized void keep(byte[] more, int count) {
    byte[] all = Arrays.copyOf(tail, tail.length + count);
    System.arraycopy(more, 0, all, tail.length, count);
    tail = all.length <= length ? all : Arrays.copyOfRange(all, all.length - length, all.length);
  }

  private void closeQuietly() {
    try {
      stream.close();
    } catch (IOException e) {
      // Nothing is lost: no more was wanted.
    }
  }
}
