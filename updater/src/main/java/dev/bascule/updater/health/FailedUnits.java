package dev.bascule.updater.health;

import dev.bascule.updater.process.ProgramRun;
import dev.bascule.updater.process.Programs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** No systemd unit may have failed, but those that are allowed to. */
public record FailedUnits(Programs programs, List<String> allowed, boolean required)
    implements
      Probe {

  public FailedUnits {
    allowed = List.copyOf(allowed);
  }

  @Override
  public String name() {
    return "failed units";
  }

  @Override
  public Optional<String> ask(Duration limit) throws IOException {
    List<String> failed = list(limit).stream().filter(unit -> !allowed.contains(unit)).toList();
    return failed.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", failed));
  }

  /** All units that have failed. */
  private List<String> list(Duration limit) throws IOException {
    ProgramRun run = programs.run(List.of("systemctl", "list-units", "--state=failed", "--plain",
        "--no-legend", "--no-pager", "--full"), limit);
    if (!run.succeeded()) {
      throw new IOException("systemctl list-units: " + run.words() + ": " + run.output().strip());
    }
    return run.output()
        .lines()
        .map(line -> line.strip().split(" ", 2)[0])
        .filter(unit -> !unit.isEmpty())
        .toList();
  }
}
