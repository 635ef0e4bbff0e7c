package dev.bascule.publisher.repository;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What a role is there for. */
public enum RoleKind {
  /** Says whose keys count. Offline, by threshold. */
  ROOT("root", Duration.ofDays(365)),
  /** Says whose keys count for which model. Offline. */
  TARGETS("targets", Duration.ofDays(365)),
  /** Says what a model's images are. Offline, by threshold. */
  IMAGES("images", Duration.ofDays(365)),
  /** Says which image a model's channels offer. The fleet manager's. */
  ROLLOUT("rollout", Duration.ofDays(180)),
  /** Says which metadata belongs together. Online. */
  SNAPSHOT("snapshot", Duration.ofDays(30)),
  /** Says which snapshot is the newest. Online, renewed all the time. */
  TIMESTAMP("timestamp", Duration.ofDays(7));

  private final String label;
  private final Duration lifetime;

  RoleKind(String label, Duration lifetime) {
    this.label = label;
    this.lifetime = lifetime;
  }

  /**
   * Reads the name that {@link #toString} gives.
   *
   * @throws IllegalArgumentException for any other
   */
  public static RoleKind parse(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "role: expected one of " + List.of(values()) + ", found " + label));
  }

  /** The kind of a role in metadata. */
  static RoleKind of(String role) {
    return switch (role) {
      case "root" -> ROOT;
      case "targets" -> TARGETS;
      case "snapshot" -> SNAPSHOT;
      case "timestamp" -> TIMESTAMP;
      default -> role.endsWith(ModelRoles.ROLLOUT_SUFFIX) ? ROLLOUT : IMAGES;
    };
  }

  /** How long its metadata is good, if nobody says otherwise. */
  public Duration lifetime() {
    return lifetime;
  }

  @Override
  public String toString() {
    return label;
  }
}
