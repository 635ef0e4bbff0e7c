package dev.bascule.image.tuf;

import java.time.Instant;
import java.util.List;

/**
 * What a cycle that succeeded found.
 *
 * @param roles the top-level roles: root, timestamp, snapshot, targets
 * @param changed whether any of them is new to this device
 * @param now the time that expiry was compared with
 */
public record Refresh(List<TrustedRole> roles, boolean changed, Instant now) {

  public Refresh {
    roles = List.copyOf(roles);
  }
}
