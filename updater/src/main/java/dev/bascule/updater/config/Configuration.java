package dev.bascule.updater.config;

import dev.bascule.bootctl.Host;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The device's configuration, complete and checked. {@link ConfigurationFiles} reads it.
 *
 * @param volumes at least one; a slot has one of each role
 * @param source null on a device that is only updated by hand
 * @param hawkbit null where nobody but the repository says what to run
 * @param host where facts about the machine are read
 */
public record Configuration(DeviceSettings device, BootSettings boot, List<VolumePair> volumes,
    @Nullable SourceSettings source, @Nullable HawkbitSettings hawkbit, HealthSettings health,
    PolicySettings policy, BusSettings bus,
    MetricsSettings metrics, PageSettings page, DataSettings data, Host host) {

  public Configuration {
    volumes = List.copyOf(volumes);
  }

  /** The same with another repository. What is trusted stays: the repository must be signed by the same roles. */
  public Configuration withRepository(URI url) {
    SourceSettings now = source;
    return new Configuration(device, boot, volumes,
        now == null ? SourceSettings.at(url) : now.withUrl(url), hawkbit, health, policy, bus,
        metrics, page,
        data, host);
  }

  /** Where the volume of a role is. */
  public Optional<VolumePair> volume(String role) {
    return volumes.stream().filter(pair -> pair.role().equals(role)).findFirst();
  }
}
