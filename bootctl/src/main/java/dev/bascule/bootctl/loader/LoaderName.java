package dev.bascule.bootctl.loader;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The boot loaders, by the names that a configuration gives them. */
public enum LoaderName {
  GPT, GRUB, GRUB_MENDER, UBOOT, UBOOT_MENDER, UBOOT_SWUPDATE, SYSTEMD_BOOT, EFI, RASPBERRYPI, ANDROID, BAREBOX, COMMAND;

  /**
   * Reads what {@link #toString} writes: {@code grub-mender} for instance.
   *
   * @throws IllegalArgumentException for a name that is none of these
   */
  public static LoaderName parse(String text) {
    return Arrays.stream(values())
        .filter(name -> name.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a boot loader's name: " + text));
  }

  /** All names, for people. */
  public static List<String> all() {
    return Arrays.stream(values()).map(LoaderName::toString).toList();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
