package dev.bascule.updater.health;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Runs one check. */
public interface CheckRunner {

  /** Runs a check to its end, or to its limit; it leaves no process behind. */
  CheckResult run(Path file, boolean required, Duration limit) throws IOException;
}
