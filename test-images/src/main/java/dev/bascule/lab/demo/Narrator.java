package dev.bascule.lab.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Tells a person what the demo does, as it does it. */
final class Narrator {

  private final PrintWriter out;
  private final long start = System.nanoTime();
  private int chapter;

  Narrator(PrintWriter out) {
    this.out = out;
  }

  /** Begins a chapter. */
  void chapter(String title) {
    chapter++;
    out.printf(Locale.ROOT, "%n%d. %s  [%.1f s]%n", chapter, title, elapsed().toMillis() / 1000.0);
    out.flush();
  }

  /** Says something between commands. */
  void say(String line) {
    out.println("   " + line);
    out.flush();
  }

  /** Shows a command as a person would type it. */
  void command(String line) {
    out.println("   $ " + line);
    out.flush();
  }

  /** Shows what a command printed. */
  void output(String text) {
    text.lines().filter(line -> !line.isBlank()).forEach(line -> out.println("     " + line));
    out.flush();
  }

  /** Since the demo began. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
