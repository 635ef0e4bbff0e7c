package dev.bascule.updater.health;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The root that runs must be the one that was signed and installed.
 *
 * @param signed the root hash that the slot's manifest signs, in hexadecimal
 * @param mustTell whether a kernel that tells no root hash counts as wrong
 */
record RootHashProbe(RunningRoot running, String signed, boolean mustTell) implements Probe {

  @Override
  public String name() {
    return "running root";
  }

  @Override
  public boolean required() {
    return true;
  }

  @Override
  public Optional<String> ask(Duration limit) throws IOException {
    return running.compare(signed, mustTell, limit);
  }
}
