package dev.bascule.bootctl.uboot;

import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.choice.SlotChoice;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.choice.StoredBootControl;
import dev.bascule.bootctl.selector.SelectorDialect;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.variables.Dialect;
import dev.bascule.bootctl.variables.SpelledStore;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.nio.file.Path;

/** Boot controls for U-Boot, one for each convention that its scripts follow. */
public final class Uboot {
  private Uboot() {}

  /**
   * RAUC's convention.
   *
   * @param config where the environment is: {@code /etc/fw_env.config}
   */
  public static StoredBootControl<?> rauc(Path config, Bootnames names, VolumeSpec a, VolumeSpec b,
      Host host) {
    return control("uboot", config, new UbootDialect(names), new SlotRoot(names.a(), a),
        new SlotRoot(names.b(), b), host);
  }

  /**
   * Mender's and SWUpdate's conventions.
   *
   * @param config where the environment is: {@code /etc/fw_env.config}
   */
  public static StoredBootControl<?> selector(String loader, Path config, SelectorDialect dialect,
      VolumeSpec a, VolumeSpec b, Host host) {
    return control(loader, config, dialect, new SlotRoot("A", a), new SlotRoot("B", b), host);
  }

  private static <S extends SlotChoice<S>> StoredBootControl<S> control(String loader, Path config,
      Dialect<S> dialect, SlotRoot a, SlotRoot b, Host host) {
    var store = new UbootStore(config);
    return new StoredBootControl<>(loader, new SpelledStore<>(store, dialect, a, b, host),
        host.proc());
  }
}
