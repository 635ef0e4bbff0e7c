package dev.bascule.updater.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The checks that a new image must pass: the table {@code [health]}.
 *
 * @param required directories whose checks must pass
 * @param wanted directories whose checks only warn
 * @param timeout for one check
 * @param deadline for how long required checks that fail are run again; zero runs each once
 * @param dwell once all have passed, how long until all required ones are run once more; zero for not
 */
public record HealthSettings(List<Path> required, List<Path> wanted, Duration timeout,
    Duration deadline, Duration dwell, BuiltInChecks builtIn) {

  public HealthSettings {
    required = List.copyOf(required);
    wanted = List.copyOf(wanted);
  }
}
