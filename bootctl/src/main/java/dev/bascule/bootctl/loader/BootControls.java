package dev.bascule.bootctl.loader;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.choice.ChoiceStore;
import dev.bascule.bootctl.choice.SlotChoice;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.choice.StoredBootControl;
import dev.bascule.bootctl.volume.VolumeSpec;

/** Makes the boot control for a configured loader. */
public final class BootControls {
  private BootControls() {}

  /** Checks the configuration's form; the loader's state is not read before it is asked for. */
  public static BootControl open(LoaderConfig config, Host host) throws BootException {
    try {
      return config.control(host);
    } catch (IllegalArgumentException e) {
      throw new BootException("loader " + config.name() + ": " + e.getMessage(),
          "give each slot a value of its own in the configuration, as the loader's script has it",
          e);
    }
  }

  /** One whose choice is stored as one value. */
  static <S extends SlotChoice<S>> BootControl stored(LoaderConfig config,
      ChoiceStore<S> store, Host host) {
    return new StoredBootControl<>(config.name(), store, host.proc());
  }

  /** A slot by what the loader calls it, and by its root. */
  static SlotRoot root(String bootname, String root) throws BootException {
    return new SlotRoot(bootname, VolumeSpec.parse(root));
  }
}
