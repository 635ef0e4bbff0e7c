package dev.bascule.updater.device;

import dev.bascule.image.tuf.Expiry;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.health.Probe;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The update source must be reachable and its metadata verify: an image that cannot update itself away must not stay.
 * Metadata that is merely expired does not count against the image: it could not help that.
 *
 * @param builtAt when the running system was built
 */
public record SourceProbe(Configuration configuration, Instant builtAt, boolean required)
    implements
      Probe {

  @Override
  public String name() {
    return "update source";
  }

  @Override
  public Optional<String> ask(Duration limit) {
    try (Repositories repository =
        Repositories.open(configuration, new Supply.Configured(), builtAt)) {
      repository.refresh(Expiry.OVERRIDDEN);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
