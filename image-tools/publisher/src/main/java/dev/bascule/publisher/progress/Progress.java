package dev.bascule.publisher.progress;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows people how far tasks have come: a bar that redraws itself on a terminal, a line now and then elsewhere. A task
 * that takes less than a second shows nothing.
 */
public final class Progress {

  private final PrintStream talk;
  private final boolean terminal;
  private final LongSupplier nanoTime;

  private Progress(PrintStream talk, boolean terminal, LongSupplier nanoTime) {
    this.talk = talk;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /** Shows nothing. */
  public static Progress none() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false,
        StandardCharsets.UTF_8);
    return new Progress(nowhere, false, () -> 0);
  }

  /**
   * Shows tasks on a stream.
   *
   * @param terminal whether what is there can be overwritten
   */
  public static Progress on(PrintStream talk, boolean terminal) {
    return on(talk, terminal, System::nanoTime);
  }

  static Progress on(PrintStream talk, boolean terminal, LongSupplier nanoTime) {
    return new Progress(talk, terminal, nanoTime);
  }

  /**
   * Begins a task.
   *
   * @param what in words: {@code copying root.full}
   * @param total the bytes that there are to do
   */
  public ProgressTask start(String what, long total) {
    long every = terminal ? TimeUnit.MILLISECONDS.toNanos(200) : TimeUnit.SECONDS.toNanos(10);
    return new ProgressTask(what, total, nanoTime, every, this::show);
  }

  private void show(String line, boolean last) {
    if (!terminal) {
      talk.println(line);
    } else {
      talk.print("\r\u001b[K" + line + (last ? System.lineSeparator() : ""));
    }
    talk.flush();
  }
}
