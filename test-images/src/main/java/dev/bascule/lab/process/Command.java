package dev.bascule.lab.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program with its arguments, surroundings and time limit, to be run to its end. It reads nothing
 * from its standard input, and speaks English.
 *
 * @param words the program and its arguments
 * @param environment variables on top of this process's own
 * @param directory where it runs, or null for this process's own
 * @param limit after which the program and all its descendants are killed
 */
public record Command(
    List<String> words,
    Map<String, String> environment,
    @Nullable Path directory,
    Duration limit) {

  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(5);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** A program by its path, with its arguments. */
  public static Command of(List<String> words) {
    return new Command(words, Map.of("LC_ALL", "C.UTF-8"), null, DEFAULT_LIMIT);
  }

  /** This command as the arguments of another program that runs it: {@code time}, {@code nice}. */
  public Command under(Command wrapper) {
    return new Command(
        Stream.concat(wrapper.words.stream(), words.stream()).toList(),
        environment,
        directory,
        limit);
  }

  /** This command with one more environment variable. */
  public Command with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Command(words, more, directory, limit);
  }

  /** This command in another directory. */
  public Command in(Path place) {
    return new Command(words, environment, place, limit);
  }

  /** This command with another time limit. */
  public Command within(Duration time) {
    return new Command(words, environment, directory, time);
  }

  /**
   * Runs the program to its end.
   *
   * @throws CommandFailedException if it ends with anything but 0
   * @throws IOException if it cannot be started or does not end in time
   */
  public Outcome run() throws IOException {
    Outcome outcome = attempt();
    if (!outcome.succeeded()) {
      throw new CommandFailedException(words, outcome);
    }
    return outcome;
  }

  /**
   * Runs the program to its end, whatever its exit code.
   *
   * @throws IOException if it cannot be started or does not end in time
   */
  public Outcome attempt() throws IOException {
    Process process = builder().start();
    process.getOutputStream().close();
    return outcome(process);
  }

  /**
   * Runs the program to its end, with what another program prints as its standard input.
   *
   * @throws IOException if they cannot be started or do not end in time
   */
  public Outcome attemptAfter(Command before) throws IOException {
    List<Process> processes =
        ProcessBuilder.startPipeline(List.of(before.builder(), builder()));
    try {
      processes.getFirst().getOutputStream().close();
      return outcome(processes.getLast());
    } finally {
      kill(processes.getFirst());
    }
  }

  private Outcome outcome(Process process) throws IOException {
    try {
      Capture output = Capture.head(process.getInputStream());
      Capture errors = Capture.tail(process.getErrorStream());
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException(
            "%s: not done after %d s; it was killed%n%s"
                .formatted(String.join(" ", words), limit.toSeconds(),
                    killAndRead(process, output, errors)));
      }
      return new Outcome(process.exitValue(), output.text(), errors.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(words.getFirst());
    } finally {
      kill(process);
    }
  }

  /** Starts the program to run beside this one, its output in a log file. */
  public Background start(Path log) throws IOException {
    Process process = builder().redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
    process.getOutputStream().close();
    return new Background(words, process, log);
  }

  ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    return builder;
  }

  /** Kills what hangs; a Java machine says first where its threads are. */
  private static String killAndRead(Process process, Capture output, Capture errors)
      throws IOException, InterruptedException {
    List<ProcessHandle> hanging =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    List<String> quit = new ArrayList<>(List.of("kill", "-QUIT"));
    hanging.forEach(handle -> quit.add(Long.toString(handle.pid())));
    new ProcessBuilder(quit).redirectErrorStream(true).start().waitFor();
    process.waitFor(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS);
    hanging.forEach(ProcessHandle::destroyForcibly);
    return errors.text() + output.text();
  }

  static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
