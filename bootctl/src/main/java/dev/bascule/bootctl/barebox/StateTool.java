package dev.bascule.bootctl.barebox;

import dev.bascule.bootctl.BootException;
import java.io.IOException;
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

  StateTool {
    arguments = List.copyOf(arguments);
  }

  /** The values of variables, in the order that they are asked for, by one call. */
  List<Long> read(List<String> variables) throws IOException {
    return parse(run("-g", variables), variables);
  }

  /** One number of 32 bits in each line, and nothing besides: a warning of the tool's is no value. */
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

  private String run(String option, List<String> values) throws IOException {
    var command = new ArrayList<String>();
    command.add(program);
    command.addAll(arguments);
    for (String value : values) {
      command.add(option);
      command.add(value);
    }
    var process = start(command);
    process.getOutputStream().close();
    var output = new byte[1][];
    var reader = Thread.ofVirtual().start(() -> output[0] = drain(process));
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BootException(this + ": did not end within " + limit.toSeconds() + " s",
            "look what it waits for, with strace for instance");
      }
      reader.join(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BootException(this + ": interrupted while waiting for it", "try again", e);
    } finally {
      process.destroyForcibly();
    }
    byte[] bytes = output[0];
    String text = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new BootException(this + ": failed with " + process.exitValue() + ": " + text.strip(),
          remedy());
    }
    return text;
  }

  private Process start(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new BootException(this + ": cannot be run: " + e.getMessage(),
          "install dt-utils, or name the program's path in the configuration", e);
    }
  }

  private static byte[] drain(Process process) {
    try (var in = process.getInputStream()) {
      return in.readNBytes(MAX_OUTPUT);
    } catch (IOException e) {
      return new byte[0];
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
}
