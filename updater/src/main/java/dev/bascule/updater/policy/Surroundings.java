package dev.bascule.updater.policy;

import java.io.IOException;
import java.util.Optional;

/** What else goes on around the updater. */
public interface Surroundings {

  /** Why the connection counts as one that is paid by the byte; empty if it does not, or nobody knows. */
  Optional<String> metered() throws IOException;

  /** Who does not want the device to restart now, and why; empty if nobody says so. */
  Optional<String> inhibitor() throws IOException;
}
