package dev.bascule.lab.bench;

import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Processor time and memory of processes: for those that run to their end, what the kernel tells their
 * parent (wait4, by GNU time); for a service that stays, the difference of two readings of its
 * {@code /proc} entry.
 *
 * @param userSeconds in user space
 * @param systemSeconds in the kernel
 * @param peakBytes the peak of resident memory; of several processes, the sum of their peaks
 */
public record Usage(double userSeconds, double systemSeconds, long peakBytes) {

  private static final Tool TIME = Tool.of("time");
  /** Ticks per second in /proc: USER_HZ, 100 on every architecture that Debian 12 runs on. */
  private static final double TICKS = 100;

  /** A command that runs a command and leaves its usage in a file, for {@link #readTimed}. */
  public static Command timed(Command command, Path result) throws IOException {
    return command
        .under(TIME.command("--format=%U %S %M", "--output=" + result, "--quiet"));
  }

  /** What GNU time left: the process with all its descendants that it waited for. */
  public static Usage readTimed(Path result) throws IOException {
    List<String> lines = Files.readAllLines(result, StandardCharsets.US_ASCII);
    String[] fields = lines.isEmpty() ? new String[0] : lines.getLast().split(" ", -1);
    if (fields.length != 3) {
      throw new IOException("%s: expected 'user system KiB', found %s".formatted(result, lines));
    }
    return new Usage(
        Double.parseDouble(fields[0]),
        Double.parseDouble(fields[1]),
        Long.parseLong(fields[2]) << 10);
  }

  /** What a running process, with its children that have ended, used until now. */
  public static Usage readRunning(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(process.resolve("stat"), StandardCharsets.US_ASCII);
    // proc(5): the name is in brackets and may hold anything; utime is the 14th field, the 12th after it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long user = Long.parseLong(fields[11]) + Long.parseLong(fields[13]);
    long system = Long.parseLong(fields[12]) + Long.parseLong(fields[14]);
    return new Usage(user / TICKS, system / TICKS, readPeak(process.resolve("status")));
  }

  /** Forgets a running process's peak of memory until now (proc(5), clear_refs). */
  static void resetPeak(long pid) throws IOException {
    Files.writeString(Path.of("/proc", Long.toString(pid), "clear_refs"), "5");
  }

  /** What was used since an earlier reading; the peak is the later one's. */
  public Usage since(Usage earlier) {
    return new Usage(
        userSeconds - earlier.userSeconds,
        systemSeconds - earlier.systemSeconds,
        peakBytes);
  }

  /** Both together. */
  public double seconds() {
    return userSeconds + systemSeconds;
  }

  /** The usage of processes that ran at the same time. */
  Usage plus(Usage other) {
    return new Usage(
        userSeconds + other.userSeconds,
        systemSeconds + other.systemSeconds,
        peakBytes + other.peakBytes);
  }

  private static long readPeak(Path status) throws IOException {
    for (String line : Files.readAllLines(status, StandardCharsets.UTF_8)) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      }
    }
    throw new IOException(status + ": expected a line VmHWM, found none");
  }
}
