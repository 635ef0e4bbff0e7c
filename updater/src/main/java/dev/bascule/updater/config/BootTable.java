package dev.bascule.updater.config;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.loader.LoaderName;
import dev.bascule.bootctl.loader.LoaderReader;
import dev.bascule.bootctl.loader.LoaderSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code [boot]}: the loader's name, its own settings, and what is the same for all loaders. Paths of the
 * device's own files are below its root; device nodes and disks are not.
 */
final class BootTable implements LoaderSettings<ConfigurationException> {

  private static final Path DEVICES = Path.of("/dev");
  private static final String LOADERS = "a boot loader's name: " + String.join(", ",
      LoaderName.all());

  private final Section table;
  private final List<VolumePair> volumes;
  private final DeviceSettings device;

  BootTable(Section table, List<VolumePair> volumes, DeviceSettings device) {
    this.table = table;
    this.volumes = volumes;
    this.device = device;
  }

  BootSettings read() throws ConfigurationException {
    LoaderName loader = table.parsed("loader", LOADERS, LoaderName::parse);
    Optional<String> disk = disk();
    BootSettings boot = new BootSettings(new LoaderReader<>(this).read(loader), disk.orElse(null),
        table.integer("tries", 3, 1, 15), reboot());
    table.refuseUnknown();
    return boot;
  }

  @Override
  public String root(Slot slot) throws ConfigurationException {
    List<String> roles = volumes.stream().map(VolumePair::role).toList();
    String likely = roles.contains("root") ? "root" : roles.getFirst();
    String role = table.optionalString("volume").orElse(likely);
    return volumes.stream()
        .filter(volume -> volume.role().equals(role))
        .findFirst()
        .orElseThrow(() -> wrong("volume", "a volume's role (" + String.join(", ", roles) + ")",
            '"' + role + '"'))
        .of(slot);
  }

  @Override
  public Optional<Path> path(String key) throws ConfigurationException {
    if (key.equals("disk")) {
      return disk().map(Path::of);
    }
    return table.optionalParsed(key, "an absolute path", ConfigurationReader::absolute)
        .map(Path::of)
        .map(path -> path.startsWith(DEVICES) ? path : device.below(path.toString()));
  }

  @Override
  public Optional<String> text(String key) throws ConfigurationException {
    return table.optionalString(key);
  }

  @Override
  public Optional<List<String>> names() throws ConfigurationException {
    Optional<List<String>> names = table.optionalStrings("names");
    if (names.isPresent() && names.get().size() != 2) {
      throw wrong("names", "two names, for slot A and slot B", names.get().size() + " of them");
    }
    return names;
  }

  @Override
  public Duration limit() throws ConfigurationException {
    return table.duration("limit", "30s", "1s", "10m");
  }

  @Override
  public Path memory() {
    return device.state().resolve("loader");
  }

  @Override
  public ConfigurationException wrong(String key, String expected, String found) {
    return table.wrong(key, expected, found);
  }

  private Optional<String> disk() throws ConfigurationException {
    return table.optionalParsed("disk", "an absolute path", ConfigurationReader::absolute);
  }

  private RebootWay reboot() throws ConfigurationException {
    String expected = "\"kernel\" or a command as a list of its words";
    if (table.isList("reboot")) {
      List<String> words = table.optionalStrings("reboot").orElseThrow();
      if (words.isEmpty()) {
        throw wrong("reboot", expected, "an empty list");
      }
      return new RebootWay.Command(words);
    }
    Optional<String> way = table.optionalString("reboot");
    if (way.isPresent() && !way.get().equals("kernel")) {
      throw wrong("reboot", expected, '"' + way.get() + '"');
    }
    return way.isPresent()
        ? new RebootWay.Kernel()
        : new RebootWay.Command(List.of("systemctl", "reboot"));
  }
}
