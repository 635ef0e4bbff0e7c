package dev.bascule.updater.device;

import dev.bascule.updater.data.DataDirectory;
import dev.bascule.updater.data.Owner;
import dev.bascule.updater.health.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Data that belongs to a release must be the running one's: a system whose data was not migrated would spoil it.
 *
 * @param running the running image
 */
record DataProbe(DataDirectory data, Owner running) implements Probe {

  @Override
  public String name() {
    return "data";
  }

  @Override
  public boolean required() {
    return true;
  }

  @Override
  public Optional<String> ask(Duration limit) throws IOException {
    if (!data.exists() || data.owner().equals(Optional.of(running))) {
      return Optional.empty();
    }
    return Optional.of("expected data of " + running.version() + ", found "
        + data.owner().map(owner -> "that of " + owner.version()).orElse("nobody's")
        + ": is bascule-migrate.service enabled?");
  }
}
