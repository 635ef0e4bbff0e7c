package dev.bascule.updater.health;

import dev.bascule.updater.config.MountPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Something must be mounted on a directory. */
record MountProbe(MountPoint mount, Path proc) implements Probe {

  @Override
  public String name() {
    return "mount " + mount;
  }

  @Override
  public boolean required() {
    return true;
  }

  @Override
  public Optional<String> ask(Duration limit) throws IOException {
    Optional<MountTable.Mount> found = MountTable.read(proc).at(mount.path());
    if (found.isEmpty()) {
      return Optional.of("nothing is mounted there");
    }
    return mount.writable() && !found.get().writable()
        ? Optional.of("expected a writable mount, found " + found.get().options())
        : Optional.empty();
  }
}
