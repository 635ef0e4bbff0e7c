package dev.bascule.updater.process;

import java.time.Duration;

/** How a program's run ended. */
public sealed interface Ending {

  /** By itself; 128 and more is 128 and the signal's number. */
  record Exited(int code) implements Ending {}

  /** It ran longer than it may, and was killed with all that it had started. */
  record TimedOut(Duration limit) implements Ending {}

  /** It could not be started. */
  record NotStarted(String why) implements Ending {}
}
