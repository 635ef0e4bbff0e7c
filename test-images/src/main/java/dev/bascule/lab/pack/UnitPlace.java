package dev.bascule.lab.pack;

import java.util.Map;

/** Where in an image the files of {@code systemd/} go. */
final class UnitPlace {

  private static final String UNITS = "usr/lib/systemd/system/";
  private static final Map<String, String> BY_SUFFIX = Map.of(
      "service", UNITS, "timer", UNITS, "socket", UNITS, "target", UNITS,
      "preset", "usr/lib/systemd/system-preset/",
      "catalog", "usr/lib/systemd/catalog/",
      "policy", "usr/share/polkit-1/actions/",
      "rules", "usr/share/polkit-1/rules.d/");
  private static final Map<String, String> BY_NAME = Map.of(
      "sysusers.conf", "usr/lib/sysusers.d/bascule.conf",
      "tmpfiles.conf", "usr/lib/tmpfiles.d/bascule.conf");
  private static final String BUS = "usr/share/dbus-1/";

  private UnitPlace() {}

  /** The place of a file, or nothing for one that is not installed. */
  static String of(String name) {
    String place = BY_NAME.get(name);
    if (place != null) {
      return place;
    }
    String suffix = name.substring(name.lastIndexOf('.') + 1);
    if (suffix.equals("conf")) {
      return BUS + "system.d/" + name;
    }
    if (name.endsWith(".dbus.service")) {
      return BUS + "system-services/" + name.replace(".dbus.service", ".service");
    }
    String directory = BY_SUFFIX.get(suffix);
    return directory == null ? "" : directory + name;
  }
}
