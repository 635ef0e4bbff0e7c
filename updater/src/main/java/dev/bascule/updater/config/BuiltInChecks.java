package dev.bascule.updater.config;

import java.net.URI;
import java.util.List;

/**
 * The checks that need no script.
 *
 * @param units systemd's units that must be active
 * @param failedUnits what a failed unit means
 * @param allowFailed units whose failure means nothing
 * @param mounts directories that something must be mounted on
 * @param http places whose answer must have a status from 200 to 299
 * @param tcp {@code host:port} that must take a connection
 * @param source whether the update source is reachable and its metadata verifies
 * @param rootHash whether the running root's hash is the one that was signed
 */
public record BuiltInChecks(List<String> units, Demand failedUnits, List<String> allowFailed,
    List<MountPoint> mounts, List<URI> http, List<HostPort> tcp, Demand source, Demand rootHash) {

  public BuiltInChecks {
    units = List.copyOf(units);
    allowFailed = List.copyOf(allowFailed);
    mounts = List.copyOf(mounts);
    http = List.copyOf(http);
    tcp = List.copyOf(tcp);
  }

  /** None of them. */
  public static BuiltInChecks none() {
    return new BuiltInChecks(List.of(), Demand.OFF, List.of(), List.of(), List.of(), List.of(),
        Demand.OFF, Demand.OFF);
  }
}
