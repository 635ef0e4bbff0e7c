package dev.bascule.updater.health;

import dev.bascule.updater.config.BuiltInChecks;
import dev.bascule.updater.config.Demand;
import dev.bascule.updater.process.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the built-in checks that a configuration asks for. */
public final class BuiltInProbes {

  private final BuiltInChecks checks;
  private final Programs programs;
  private final Path proc;

  /**
   * The checks of a device.
   *
   * @param proc where the system's facts are
   */
  public BuiltInProbes(BuiltInChecks checks, Programs programs, Path proc) {
    this.checks = checks;
    this.programs = programs;
    this.proc = proc;
  }

  /**
   * All of them, what is nearest to the machine first.
   *
   * @param signedRoot the root hash of what was installed, or null where none is known
   */
  public List<Probe> probes(@Nullable String signedRoot) {
    List<Probe> probes = new ArrayList<>();
    if (signedRoot != null && checks.rootHash() != Demand.OFF) {
      probes.add(new RootHashProbe(new RunningRoot(proc, programs), signedRoot,
          checks.rootHash() == Demand.REQUIRED));
    }
    checks.mounts().forEach(mount -> probes.add(new MountProbe(mount, proc)));
    checks.units().forEach(unit -> probes.add(new UnitProbe(unit, programs)));
    if (checks.failedUnits() != Demand.OFF) {
      probes.add(new FailedUnits(programs, checks.allowFailed(),
          checks.failedUnits() == Demand.REQUIRED));
    }
    checks.tcp().forEach(place -> probes.add(new TcpProbe(place)));
    checks.http().forEach(url -> probes.add(new HttpProbe(url)));
    return probes;
  }
}
