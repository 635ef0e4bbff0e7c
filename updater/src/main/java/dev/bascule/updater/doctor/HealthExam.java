package dev.bascule.updater.doctor;

import dev.bascule.updater.config.BuiltInChecks;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.Demand;
import dev.bascule.updater.config.HealthSettings;
import dev.bascule.updater.config.Span;
import dev.bascule.updater.health.CheckDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a new image must pass, and whether it could. */
record HealthExam(Configuration configuration) implements Exam {

  @Override
  public String area() {
    return "health";
  }

  @Override
  public List<Diagnosis> look() throws IOException {
    HealthSettings health = configuration.health();
    List<Diagnosis> found = new ArrayList<>();
    int scripts = 0;
    for (Path directory : health.required()) {
      for (Path file : new CheckDirectory(directory).files()) {
        scripts++;
        if (!Files.isExecutable(file)) {
          found.add(Diagnosis.error(area(), file + " is not executable: no image can pass it",
              "chmod +x, or take it out"));
        }
      }
    }
    int builtIn = required(health.builtIn());
    String words = scripts + " required programs and " + builtIn + " required built-in checks, "
        + Span.format(health.timeout()) + " each, deadline " + Span.format(health.deadline());
    found.add(scripts + builtIn > 0
        ? Diagnosis.ok(area(), words)
        : Diagnosis.warning(area(), words + ": any image that starts is confirmed",
            "add checks: [health] in the configuration"));
    return found;
  }

  private static int required(BuiltInChecks checks) {
    return checks.units().size() + checks.mounts().size() + checks.http().size()
        + checks.tcp().size()
        + (checks.failedUnits() == Demand.REQUIRED ? 1 : 0)
        + (checks.source() == Demand.REQUIRED ? 1 : 0)
        + (checks.rootHash() == Demand.REQUIRED ? 1 : 0);
  }
}
