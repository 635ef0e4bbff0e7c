package dev.bascule.bootctl.command;

import dev.bascule.bootctl.BootException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The program that is asked, run with nothing but a plain environment, without input, for a limited time and
 * with limited output.
 *
 * @param path the program
 * @param limit how long one call may take; then it and what it started are killed
 */
record Program(Path path, Duration limit) {
  private static final int MAX_OUTPUT = 4096;
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");

  /**
   * How a call ended.
   *
   * @param output what it printed, without white space around it
   * @param talk what it printed on standard error, for messages
   */
  record Result(int code, String output, String talk) {}

  /** Calls it, and expects it to succeed. */
  String call(String... arguments) throws BootException {
    var result = attempt(arguments);
    if (result.code != 0) {
      throw new BootException(name(arguments) + ": expected exit code 0, found " + result.code
          + (result.talk.isEmpty() ? "" : ": " + result.talk),
          "run it by hand and see what it lacks; it must keep RAUC's contract for custom boot loaders");
    }
    return result.output;
  }

  /** Calls it and tells how it ended. */
  Result attempt(String... arguments) throws BootException {
    var command = new ArrayList<String>();
    command.add(path.toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new BootException(name(arguments) + ": cannot be run: " + e.getMessage(),
          "check that the program of the configuration exists and is executable", e);
    }
    var output = collect(process.getInputStream());
    var talk = collect(process.getErrorStream());
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BootException(
            name(arguments) + ": expected an answer within " + limit.toMillis() + " ms, found none",
            "see what it waits for by running it by hand");
      }
      // A child that it left behind may hold its output open: that is not waited for.
      return new Result(process.exitValue(), text(output), text(talk));
    } catch (IOException e) {
      throw new BootException(name(arguments) + ": " + e.getMessage(), "try again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BootException(name(arguments) + ": interrupted", "try again", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String name(String... arguments) {
    return path + " " + String.join(" ", arguments);
  }

  /** Reads all, so that the program never blocks, and keeps the beginning. */
  private static CompletableFuture<byte[]> collect(InputStream stream) {
    var collected = new CompletableFuture<byte[]>();
    Thread.ofVirtual().start(() -> {
      try (stream) {
        byte[] kept = stream.readNBytes(MAX_OUTPUT + 1);
        collected.complete(kept);
        stream.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        collected.complete(new byte[0]);
      }
    });
    return collected;
  }

  private static String text(CompletableFuture<byte[]> collected) {
    byte[] bytes =
        collected.completeOnTimeout(new byte[0], 1, TimeUnit.SECONDS).join();
    String text = new String(bytes, 0, Math.min(bytes.length, MAX_OUTPUT), StandardCharsets.UTF_8);
    return text.strip().replaceAll("\\p{Cntrl}+", " ");
  }
}
