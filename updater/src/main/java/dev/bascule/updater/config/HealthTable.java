package dev.bascule.updater.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The table {@code [health]}. */
final class HealthTable {

  private static final int MOST = 64;
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.@\\\\-]{1,255}");
  private static final List<String> REQUIRED = List.of(
      "/usr/lib/bascule/check/required.d", "/etc/bascule/check/required.d",
      "/usr/lib/greenboot/check/required.d", "/etc/greenboot/check/required.d");
  private static final List<String> WANTED = List.of(
      "/usr/lib/bascule/check/wanted.d", "/etc/bascule/check/wanted.d",
      "/usr/lib/greenboot/check/wanted.d", "/etc/greenboot/check/wanted.d");

  /** Reads one text of a list; IllegalArgumentException for what it refuses. */
  private interface Parser<T> {
    T parse(String text);
  }

  private final Section table;
  private final Directories directories;

  /** Where directories of the device are. */
  interface Directories {
    List<Path> read(Section table, String key, List<String> absent) throws ConfigurationException;
  }

  HealthTable(Section table, Directories directories) {
    this.table = table;
    this.directories = directories;
  }

  HealthSettings read() throws ConfigurationException {
    HealthSettings health = new HealthSettings(
        directories.read(table, "required", REQUIRED),
        directories.read(table, "wanted", WANTED),
        table.duration("timeout", "60s", "1s", "1h"),
        table.duration("deadline", "2m", "0s", "6h"),
        table.duration("dwell", "0s", "0s", "6h"),
        new BuiltInChecks(
            list("units", "a unit's name such as sshd.service", HealthTable::unit),
            demand("failed_units", Demand.OFF),
            list("allow_failed", "a unit's name such as sshd.service", HealthTable::unit),
            list("mounts", MountPoint.FORM, MountPoint::parse),
            list("http", "an http or https URL", HealthTable::web),
            list("tcp", HostPort.FORM, HostPort::parse),
            demand("source", Demand.OFF),
            demand("root_hash", Demand.WANTED)));
    table.refuseUnknown();
    return health;
  }

  private Demand demand(String key, Demand absent) throws ConfigurationException {
    return table.optionalParsed(key, Demand.FORM, Demand::parse).orElse(absent);
  }

  private <T> List<T> list(String key, String expected, Parser<T> parser)
      throws ConfigurationException {
    List<String> texts = table.optionalStrings(key).orElse(List.of());
    if (texts.size() > MOST) {
      throw table.wrong(key, "at most " + MOST + " of them", texts.size() + " of them");
    }
    List<T> values = new ArrayList<>();
    for (String text : texts) {
      try {
        values.add(parser.parse(text));
      } catch (IllegalArgumentException e) {
        throw table.wrong(key, expected, '"' + text + '"');
      }
    }
    return values;
  }

  private static String unit(String text) {
    if (!UNIT.matcher(text).matches() || text.startsWith("-") || !text.contains(".")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static URI web(String text) {
    URI url = URI.create(text);
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (url.getHost() == null || !List.of("http", "https").contains(scheme)) {
      throw new IllegalArgumentException(text);
    }
    return url;
  }
}
