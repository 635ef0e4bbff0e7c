package dev.bascule.updater.health;

import dev.bascule.updater.process.ProgramRun;
import dev.bascule.updater.process.Programs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A systemd unit must be active: {@code systemctl is-active}. */
record UnitProbe(String unit, Programs programs) implements Probe {

  @Override
  public String name() {
    return "unit " + unit;
  }

  @Override
  public boolean required() {
    return true;
  }

  @Override
  public Optional<String> ask(Duration limit) throws IOException {
    ProgramRun run = programs.run(List.of("systemctl", "is-active", "--", unit), limit);
    String said = run.output().strip();
    return run.succeeded()
        ? Optional.empty()
        : Optional.of("expected active, found " + (said.isEmpty() ? run.words() : said));
  }
}
