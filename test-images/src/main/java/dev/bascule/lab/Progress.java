package dev.bascule.lab;

import java.io.PrintStream;

/** Where long work says how far it is, one line per step, for people. */
@FunctionalInterface
public interface Progress {

  /** Says what is done next. */
  void step(String what);

  /** Lines with the seconds since now in front. */
  static Progress to(PrintStream out) {
    long start = System.nanoTime();
    return what -> out.printf("[%6.1f s] %s%n", (System.nanoTime() - start) / 1e9, what);
  }
}
