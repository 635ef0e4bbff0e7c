package dev.bascule.updater.config;

import dev.bascule.bootctl.sys.ProcessPriority;
import dev.bascule.image.VersionPattern;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this device is and where it keeps its files: the table {@code [device]}.
 *
 * @param root where the device's root directory is; {@code /} on the device itself
 * @param model whose catalogue the device reads
 * @param compatible the models whose images it may run; its own, unless said otherwise
 * @param channel which of the catalogue's offers it follows
 * @param group the devices that it goes with where a rollout lets some go first, or null
 * @param pin the versions that it takes on its own account, or null for all
 * @param seed what spreads this device's polls and turns among its fleet's; null for what it has of its own
 * @param state where records that outlive an update are kept
 * @param run where what ends with this boot is kept
 * @param trust the trusted root metadata that came with the system
 * @param nice how far long work yields the processor to others, 0 to 19
 * @param media how far it yields the media
 */
public record DeviceSettings(Path root, String model, Set<String> compatible, String channel,
    @Nullable String group, @Nullable VersionPattern pin, @Nullable String seed, Path state,
    Path run, Path trust, int nice, ProcessPriority.Media media) {

  public DeviceSettings {
    compatible = Set.copyOf(compatible);
  }

  /** Where one of the device's own files is, by its absolute path on the device. */
  Path below(String absolute) {
    return root.resolve(absolute.substring(1));
  }
}
