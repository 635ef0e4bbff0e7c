package dev.bascule.lab.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that run at the same time, each reading what the one before it writes. */
public final class Pipeline {

  private Pipeline() {}

  /**
   * Runs the programs to their ends.
   *
   * @throws CommandFailedException if one of them ends with anything but 0
   * @throws IOException if they cannot be started or do not end in time
   */
  public static void run(List<Command> commands, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    List<Process> processes = ProcessBuilder
        .startPipeline(commands.stream().map(Command::builder).toList());
    try {
      processes.getFirst().getOutputStream().close();
      Capture output = Capture.tail(processes.getLast().getInputStream());
      List<Capture> errors = new ArrayList<>();
      for (Process process : processes) {
        errors.add(Capture.tail(process.getErrorStream()));
      }
      for (int i = 0; i < processes.size(); i++) {
        Process process = processes.get(i);
        if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          throw new IOException(
              "%s: not done after %d s; it was killed".formatted(
                  String.join(" ", commands.get(i).words()),
                  limit.toSeconds()));
        }
        if (process.exitValue() != 0) {
          throw new CommandFailedException(
              commands.get(i).words(),
              new Outcome(process.exitValue(), output.text(), errors.get(i).text()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(commands.getFirst().words().getFirst());
    } finally {
      processes.forEach(Command::kill);
    }
  }
}
