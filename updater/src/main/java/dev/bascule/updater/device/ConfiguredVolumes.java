package dev.bascule.updater.device;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.disk.Disk;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.sys.OpenMode;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.bootctl.volume.VolumeSpec;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.VolumePair;
import dev.bascule.updater.install.SlotVolumes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** The slots' volumes as the configuration names them. */
public final class ConfiguredVolumes implements SlotVolumes {

  private final Configuration configuration;

  /** The volumes of a device. */
  public ConfiguredVolumes(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public Set<String> roles() {
    return configuration.volumes().stream().map(VolumePair::role).collect(Collectors.toSet());
  }

  @Override
  public Volume open(Slot slot, String role, Access access) throws IOException {
    VolumePair pair = configuration.volume(role)
        .orElseThrow(() -> new UpdaterException(
            "slot " + slot + " has no volume for the role " + role,
            "add it to the configuration: [[volume]]"));
    VolumeSpec spec = VolumeSpec.parse(pair.of(slot));
    return new Disk(diskFor(spec), configuration.host()).open(spec, access, OpenMode.DIRECT);
  }

  /** A volume with a path of its own needs no disk. */
  private Path diskFor(VolumeSpec spec) throws UpdaterException {
    if (spec instanceof VolumeSpec.Node(var path)) {
      return path;
    }
    String disk = configuration.boot().disk();
    if (disk == null) {
      throw new UpdaterException("[boot] disk: expected the disk that has " + spec
          + ", found nothing", "add disk = \"/dev/…\" to the table [boot]");
    }
    return Path.of(disk);
  }
}
