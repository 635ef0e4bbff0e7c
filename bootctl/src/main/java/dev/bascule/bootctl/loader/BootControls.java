package dev.bascule.bootctl.loader;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.gpt.GptBootControl;
import dev.bascule.bootctl.volume.VolumeSpec;

/** Makes the boot control for a configured loader. */
public final class BootControls {
  private BootControls() {}

  /** Checks the configuration's form; the loader's state is not read before it is asked for. */
  public static BootControl open(LoaderConfig config, Host host) throws BootException {
    return switch (config) {
      case LoaderConfig.Gpt(var disk, var a, var b) ->
        new GptBootControl(disk, VolumeSpec.parse(a), VolumeSpec.parse(b), host);
    };
  }
}
