package dev.bascule.updater.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data whose form belongs to a release: the table {@code [data]}.
 *
 * @param directory where it is; null on a device that has none
 * @param migrations directories with the programs that bring it into another form
 * @param timeout for one of them
 */
public record DataSettings(@Nullable Path directory, List<Path> migrations, Duration timeout) {

  private static final List<String> MIGRATIONS =
      List.of("/usr/lib/bascule/migrate.d", "/etc/bascule/migrate.d");

  public DataSettings {
    migrations = List.copyOf(migrations);
  }

  static DataSettings read(Section table, DeviceSettings device,
      HealthTable.Directories directories) throws ConfigurationException {
    DataSettings data = new DataSettings(table
        .optionalParsed("directory", "the absolute path of a directory below another one",
            DataSettings::nested)
        .map(device::below)
        .orElse(null), directories.read(table, "migrations", MIGRATIONS),
        table.duration("timeout", "10m", "1s", "6h"));
    table.refuseUnknown();
    return data;
  }

  /** Its other copy is put beside it, so that there must be a directory for both. */
  private static String nested(String path) {
    Path absolute = Path.of(ConfigurationReader.absolute(path)).normalize();
    if (absolute.getNameCount() < 2) {
      throw new IllegalArgumentException("not below another directory");
    }
    return absolute.toString();
  }
}
