package dev.bascule.lab.pack;

import java.nio.file.Path;
import java.util.Map;

/** Where in an image the files of {@code systemd/} go. */
final class UnitPlace {

  private static final String UNITS = "usr/lib/systemd/system/";
  private static final Map<String, String> BY_SUFFIX = Map.of(
      "service", UNITS, "timer", UNITS, "socket", UNITS, "target", UNITS,
      "preset", "usr/lib/systemd/system-preset/",
      "catalog", "usr/lib/systemd/catalog/",
      "dbus/conf", "usr/share/dbus-1/system.d/",
      "dbus/service", "usr/share/dbus-1/system-services/",
      "polkit/policy", "usr/share/polkit-1/actions/",
      "polkit/rules", "usr/share/polkit-1/rules.d/");
  private static final Map<String, String> BY_NAME = Map.of(
      "resident.conf", "usr/lib/bascule/resident.conf",
      "rauc/de.pengutronix.rauc.service", "usr/lib/bascule/de.pengutronix.rauc.service",
      "sysusers.conf", "usr/lib/sysusers.d/bascule.conf",
      "tmpfiles.conf", "usr/lib/tmpfiles.d/bascule.conf");

  private UnitPlace() {}

  /**
   * The place of a file, or nothing for one that is not installed.
   *
   * @param file relative to {@code systemd/}
   */
  static String of(Path file) {
    String name = String.valueOf(file.getFileName());
    String suffix = name.substring(name.lastIndexOf('.') + 1);
    String kind = file.getParent() == null ? suffix : file.getParent() + "/" + suffix;
    String directory = BY_SUFFIX.get(kind);
    return directory == null ? BY_NAME.getOrDefault(file.toString(), "") : directory + name;
  }
}
