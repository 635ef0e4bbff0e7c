package dev.bascule.publisher.key;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that is given bytes and gives bytes back, neither for ever nor without end.
 *
 * @param name for messages
 * @param command the program and its first arguments
 * @param limit how long one run may take
 */
record SigningProgram(String name, List<String> command, Duration limit) {

  /** Room for every signature and every public key. */
  static final int MAX_OUTPUT = 1 << 16;

  private static final int MAX_COMPLAINT = 2000;

  SigningProgram {
    command = List.copyOf(command);
  }

  /**
   * Runs the program.
   *
   * @param input for its standard input, to the end
   * @return its standard output
   * @throws KeyException if it fails, takes too long, or says too much
   */
  byte[] run(List<String> arguments, byte[] input) throws IOException {
    List<String> line = new ArrayList<>(command);
    line.addAll(arguments);
    Process process;
    try {
      process = new ProcessBuilder(line).start();
    } catch (IOException e) {
      throw new KeyException(name, "cannot be run: " + e.getMessage(), e);
    }
    try {
      return talk(process, arguments.getFirst(), input);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private byte[] talk(Process process, String verb, byte[] input) throws IOException {
    FutureTask<byte[]> output = start(() -> process.getInputStream().readNBytes(MAX_OUTPUT + 1));
    FutureTask<byte[]> complaint = start(() -> readBeginning(process.getErrorStream()));
    Thread.ofPlatform().daemon().start(() -> write(process.getOutputStream(), input));
    long end = System.nanoTime() + limit.toNanos();
    try {
      byte[] said = output.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (said.length > MAX_OUTPUT) {
        throw new KeyException(name, verb + ": expected at most " + MAX_OUTPUT
            + " bytes on standard output, found more");
      }
      if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new TimeoutException();
      }
      if (process.exitValue() != 0) {
        byte[] words = complaint.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        throw new KeyException(name, verb + ": exit status " + process.exitValue() + "; it says: "
            + printable(words));
      }
      return said;
    } catch (TimeoutException e) {
      throw new KeyException(name, verb + ": took longer than " + limit.toSeconds()
          + " seconds and was stopped", e);
    } catch (ExecutionException e) {
      throw new KeyException(name, verb + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(name + ": interrupted", e);
    }
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  /** Keeps the beginning and reads on, so that the program never waits for somebody to listen. */
  private static byte[] readBeginning(InputStream in) throws IOException {
    byte[] kept = in.readNBytes(MAX_COMPLAINT);
    in.transferTo(OutputStream.nullOutputStream());
    return kept;
  }

  /** A program that does not read all that it is given may know why. */
  private static void write(OutputStream out, byte[] input) {
    try (out) {
      out.write(input);
    } catch (IOException e) {
      // its exit status says more
    }
  }

  private static String printable(byte[] words) {
    String text = new String(words, StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "nothing" : text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?");
  }
}
