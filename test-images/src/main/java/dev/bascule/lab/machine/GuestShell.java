package dev.bascule.lab.machine;

import dev.bascule.lab.process.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Commands run in the guest, through its second serial port: there the system's first process says {@code ready} after
 * each boot and answers each line with what the command wrote, each line marked, and its exit code.
 */
final class GuestShell implements Closeable {

  private static final int MAX_LINE = 4000;

  private final LineSocket socket;
  private int number;

  GuestShell(LineSocket socket) {
    this.socket = socket;
  }

  /** What the guest says when it is ready for commands, or empty if it does not in time. */
  Optional<String> awaitReady(Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<String> line = socket.readLine(left(end));
      if (line.isEmpty()) {
        return Optional.empty();
      }
      String text = line.get().strip();
      if (text.startsWith("ready ")) {
        return Optional.of(text.substring("ready ".length()));
      }
    }
  }

  /** Gives the guest a command and does not wait. */
  void send(String command) throws IOException {
    if (command.length() > MAX_LINE || command.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("one line of at most " + MAX_LINE + " characters");
    }
    number++;
    socket.writeLine(number + " " + command);
  }

  /** The last command's outcome, or empty if it does not come in time. */
  Optional<Outcome> awaitOutcome(Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    StringBuilder output = new StringBuilder();
    StringBuilder errors = new StringBuilder();
    while (true) {
      Optional<String> line = socket.readLine(left(end));
      if (line.isEmpty()) {
        return Optional.empty();
      }
      String text = line.get();
      if (text.startsWith("o ")) {
        output.append(text.substring(2)).append('\n');
      } else if (text.startsWith("e ")) {
        errors.append(text.substring(2)).append('\n');
      } else if (text.startsWith("end " + number + " ")) {
        int code = Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1));
        return Optional.of(new Outcome(code, output.toString(), errors.toString()));
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }
}
