package dev.bascule.lab.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What a program writes, read on a thread of its own so that the program never waits, and kept up to a
 * bound: its beginning where the answer is there, its end where the reason of a failure is there.
 */
final class Capture {

  /** More than any tool's answer that is read here. */
  static final int HEAD_LIMIT = 16 << 20;
  /** Some screens of error messages. */
  static final int TAIL_LIMIT = 64 << 10;

  private final CompletableFuture<String> text = new CompletableFuture<>();

  private Capture() {}

  /** Keeps all; a stream longer than {@link #HEAD_LIMIT} fails when its text is asked for. */
  static Capture head(InputStream stream) {
    return start(() -> {
      byte[] bytes = stream.readNBytes(HEAD_LIMIT);
      long beyond = stream.transferTo(OutputStream.nullOutputStream());
      if (beyond > 0) {
        throw new IOException(
            "the program wrote %d bytes where at most %d are read"
                .formatted(HEAD_LIMIT + beyond, HEAD_LIMIT));
      }
      return bytes;
    });
  }

  /** Keeps the last {@link #TAIL_LIMIT} bytes. */
  static Capture tail(InputStream stream) {
    return start(() -> {
      byte[] kept = new byte[0];
      byte[] buffer = new byte[TAIL_LIMIT];
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        int old = Math.min(kept.length, TAIL_LIMIT - count);
        byte[] joined = new byte[old + count];
        System.arraycopy(kept, kept.length - old, joined, 0, old);
        System.arraycopy(buffer, 0, joined, old, count);
        kept = joined;
      }
      return kept;
    });
  }

  /** Waits for the end of the stream. */
  String text() throws IOException, InterruptedException {
    try {
      return text.get();
    } catch (ExecutionException e) {
      throw new IOException("a program's output could not be read", e.getCause());
    }
  }

  private static Capture start(Reading reading) {
    Capture capture = new Capture();
    Thread.startVirtualThread(() -> {
      try {
        capture.text.complete(new String(reading.read(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        capture.text.completeExceptionally(e);
      }
    });
    return capture;
  }

  /** Reads a whole stream and returns what is kept of it. */
  @FunctionalInterface
  private interface Reading {
    byte[] read() throws IOException;
  }
}
