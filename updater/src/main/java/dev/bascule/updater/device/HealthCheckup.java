package dev.bascule.updater.device;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.Demand;
import dev.bascule.updater.health.BuiltInProbes;
import dev.bascule.updater.health.HealthChecks;
import dev.bascule.updater.health.HealthReport;
import dev.bascule.updater.health.Probe;
import dev.bascule.updater.health.ProcessCheckRunner;
import dev.bascule.updater.process.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All checks that the configuration asks for, on what runs. */
final class HealthCheckup {

  private final Configuration configuration;
  private final RunningImage running;
  private final Programs programs;

  HealthCheckup(Configuration configuration, RunningImage running, Programs programs) {
    this.configuration = configuration;
    this.running = running;
    this.programs = programs;
  }

  /**
   * Runs them, until they pass or their time is over.
   *
   * @param data what must be the running image's, or null on a device without
   */
  HealthReport run(@Nullable ReleaseData data) throws IOException {
    var health = configuration.health();
    Path proc = configuration.host().proc();
    List<Probe> probes = new ArrayList<>(new BuiltInProbes(health.builtIn(), programs, proc)
        .probes(running.signedRoot().orElse(null)));
    Demand source = health.builtIn().source();
    if (source != Demand.OFF) {
      probes.add(new SourceProbe(configuration, running.builtAt(), source == Demand.REQUIRED));
    }
    if (data != null) {
      data.probe().ifPresent(probes::add);
    }
    return new HealthChecks(health, probes, new ProcessCheckRunner(programs), System::nanoTime,
        Thread::sleep).run();
  }
}
