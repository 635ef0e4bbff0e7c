package dev.bascule.lab.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs beside this one: a bus, a service, an installation that is to be killed. */
public final class Background implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(20);

  private final List<String> words;
  private final Process process;
  private final Path log;

  Background(List<String> words, Process process, Path log) {
    this.words = words;
    this.process = process;
    this.log = log;
  }

  /** The process's number. */
  public long pid() {
    return process.pid();
  }

  /** Whether the program still runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /**
   * Waits until a condition holds, for instance that a service answers.
   *
   * @throws IOException if the program ends or the time is over before
   */
  public void awaitUntil(Condition condition, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (!alive() || System.nanoTime() > end) {
        throw new IOException(
            "%s: %s before it was ready%n%s".formatted(
                String.join(" ", words),
                alive() ? "not ready after " + limit.toSeconds() + " s" : "ended",
                log()));
      }
      pause();
    }
  }

  /**
   * Waits for the program's end.
   *
   * @return its exit code; 128 and the signal's number where a signal ended it
   * @throws IOException if it does not end in time
   */
  public int awaitEnd(Duration limit) throws IOException {
    try {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException(
            "%s: not done after %d s%n%s"
                .formatted(String.join(" ", words), limit.toSeconds(), log()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(words.getFirst());
    }
  }

  /** Lets the program run for a while, or to its end if that comes first. */
  public void leave(Duration time) throws IOException {
    try {
      process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(words.getFirst());
    }
  }

  /** Ends the program as a power cut ends it: at once, with SIGKILL, its descendants too. */
  public void kill() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitEnd(GRACE);
  }

  /** What the program wrote until now. */
  public String log() throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }

  /** Asks the program to end, and kills it if it does not. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("waiting for a program");
    }
  }

  /** Something that can be true of the world outside. */
  @FunctionalInterface
  public interface Condition {

    /** Looks now. */
    boolean holds() throws IOException;
  }
}
