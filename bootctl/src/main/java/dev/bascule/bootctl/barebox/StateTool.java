package dev.bascule.bootctl.barebox;

import dev.bascule.bootctl.BootException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code barebox-state} of dt-utils, which knows where the state is kept and how it is written.
 *
 * @param program the tool: a name that is looked up, or a path
 * @param arguments what it is given each time: {@code -n NAME}, {@code -i DTB}
 * @param limit how long it may take
 */
record StateTool(String program, List<String> arguments, Duration limit) {
  private static final long MAX_VALUE = 0xffffffffL;
  private static final int MAX_OUTPUT = 64 * 1024;
  /** What it says where no copy is whole: the values that it prints then are those of the device tree. */
  private static final String DEFAULTS = "continuing with defaults";

  StateTool {
    arguments = List.copyOf(arguments);
  }

  /**
   * The values of variables, in the order that they are asked for, by one call. A broken copy of the state is
   * written anew by the tool meanwhile, and what it says of that is passed on.
   *
   * @throws BootException if no copy is whole: the device tree's defaults are no state
   */
  StateReading read(List<String> variables) throws IOException {
    var said = run("-g", variables);
    if (said.errors().contains(DEFAULTS)) {
      throw new BootException(this + ": expected a state of which a copy is whole, found none: "
          + said.errors().strip(),
          "set all four variables with barebox-state --set; barebox itself goes on with its defaults");
    }
    return new StateReading(parse(said.output(), variables),
        said.errors().lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
  }

  /** One number of 32 bits in each line, and nothing besides. */
  List<Long> parse(String output, List<String> variables) throws BootException {
    var lines = output.lines().toList();
    if (lines.size() != variables.size()) {
      throw new BootException(this + ": expected " + variables.size() + " lines for " + variables
          + ", found " + lines, remedy());
    }
    var values = new ArrayList<Long>();
    for (String line : lines) {
      String digits = line.strip();
      if (!digits.matches("\\d{1,10}") || Long.parseLong(digits) > MAX_VALUE) {
        throw new BootException(this + ": expected a number of 32 bits for each of " + variables
            + ", found \"" + line + "\"", remedy());
      }
      values.add(Long.parseLong(digits));
    }
    return values;
  }

  /**
   * Sets variables, {@code name=value} each, by one call.
   *
   * <p>Power cut: the tool changes all of them in memory and writes the whole state with its checksum into
   * one copy after the other (barebox keeps three), so the next start sees all old or all new.
   */
  void write(List<String> assignments) throws IOException {
    run("-s", assignments);
  }

  private Said run(String option, List<String> values) throws IOException {
    var command = new ArrayList<String>();
    command.add(program);
    command.addAll(arguments);
    for (String value : values) {
      command.add(option);
      command.add(value);
    }
    var process = start(command);
    process.getOutputStream().close();
    var output = new Drain(process.getInputStream());
    var errors = new Drain(process.getErrorStream());
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BootException(this + ": did not end within " + limit.toSeconds() + " s",
            "look what it waits for, with strace for instance");
      }
      var said = new Said(output.await(limit), errors.await(limit));
      if (process.exitValue() != 0) {
        throw new BootException(this + ": failed with " + process.exitValue() + ": "
            + (said.errors() + said.output()).strip(), remedy());
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BootException(this + ": interrupted while waiting for it", "try again", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new BootException(this + ": cannot be run: " + e.getMessage(),
          "install dt-utils, or name the program's path in the configuration", e);
    }
  }

  private static String remedy() {
    return "run barebox-state --dump, and check that the state's device tree node has the variables "
        + "bootstate.NAME.priority and bootstate.NAME.remaining_attempts";
  }

  /** The tool beside a device tree that it shall read, or with the running one. */
  static List<String> arguments(String state, Optional<Path> deviceTree) {
    var arguments = new ArrayList<>(List.of("-n", state));
    deviceTree.ifPresent(path -> arguments.addAll(List.of("-i", path.toString())));
    return arguments;
  }

  @Override
  public String toString() {
    return String.join(" ", program, String.join(" ", arguments)).strip();
  }

  /** What one call printed. */
  private record Said(String output, String errors) {}

  /** Reads a stream to its end beside the program, and keeps no more than its beginning. */
  private static final class Drain {
    private final Thread reader;
    private byte[] bytes = new byte[0];

    Drain(InputStream stream) {
      reader = Thread.ofVirtual().start(() -> read(stream));
    }

    private void read(InputStream stream) {
      try (stream) {
        bytes = stream.readNBytes(MAX_OUTPUT);
      } catch (IOException e) {
        // What came before it is all there is.
      }
    }

    String await(Duration limit) throws InterruptedException {
      reader.join(limit);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
