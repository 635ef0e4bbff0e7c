package dev.bascule.updater.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Runs programs. */
public interface Programs {

  /**
   * Runs a program to its end, or to its limit; it leaves no process behind.
   *
   * @param words the program and its arguments
   * @throws java.io.InterruptedIOException if the thread was interrupted; the program is killed then
   */
  ProgramRun run(List<String> words, Duration limit) throws IOException;
}
