package dev.bascule.updater.config;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.sys.ProcessPriority;
import dev.bascule.bootctl.volume.VolumeSpec;
import dev.bascule.image.VersionPattern;
import dev.bascule.image.manifest.ImageManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a configuration of the tables that the files have. */
final class ConfigurationReader {

  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final String WORD_FORM = "up to 32 lower-case letters, digits or '-'";
  private final Path root;

  /** Reads for the device whose own files are below a directory. */
  ConfigurationReader(Path root) {
    this.root = root;
  }

  Configuration read(Section file) throws ConfigurationException {
    List<VolumePair> volumes = volumes(file);
    DeviceSettings device = device(file.table("device"));
    SourceSettings source = source(file.table("source"), device);
    Configuration configuration = new Configuration(
        device,
        new BootTable(file.table("boot"), volumes, device).read(),
        volumes,
        source,
        HawkbitSettings.read(file.table("hawkbit"), device, source),
        new HealthTable(file.table("health"), this::files).read(),
        PolicySettings.read(file, this::files),
        BusSettings.read(file.table("bus")),
        MetricsSettings.read(file.table("metrics"), device),
        PageSettings.read(file.table("page"), device),
        DataSettings.read(file.table("data"), device, this::files),
        host(file.table("host")));
    file.refuseUnknown();
    return configuration;
  }

  private DeviceSettings device(Section table) throws ConfigurationException {
    String model = table.parsed("model", "a model's name such as edge-x86",
        ImageManifest::requireModel);
    Set<String> compatible = new HashSet<>();
    for (String name : table.optionalStrings("compatible").orElse(List.of(model))) {
      try {
        compatible.add(ImageManifest.requireModel(name));
      } catch (IllegalArgumentException e) {
        throw table.wrong("compatible", "models' names", '"' + name + '"');
      }
    }
    DeviceSettings device = new DeviceSettings(root, model, compatible,
        table.optionalParsed("channel", WORD_FORM, ConfigurationReader::word).orElse("stable"),
        table.optionalParsed("group", WORD_FORM, ConfigurationReader::word).orElse(null),
        table.optionalParsed("pin", "a version, or a series such as \"1.2.x\"",
            VersionPattern::parse).orElse(null),
        table.optionalString("seed").orElse(null),
        file(table, "state", "/var/lib/bascule"),
        file(table, "run", "/run/bascule"),
        file(table, "trust", "/usr/share/bascule/root.json"),
        table.integer("nice", 10, 0, 19),
        table.optionalParsed("media", "\"low\", \"idle\" or \"normal\"", ConfigurationReader::media)
            .orElse(ProcessPriority.Media.LOW));
    table.refuseUnknown();
    return device;
  }

  private static List<VolumePair> volumes(Section file) throws ConfigurationException {
    List<VolumePair> volumes = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Section table : file.tables("volume")) {
      VolumePair pair = new VolumePair(
          table.parsed("role", WORD_FORM, ConfigurationReader::word),
          volume(table, "a"), volume(table, "b"));
      table.refuseUnknown();
      if (!taken.add("role " + pair.role())) {
        throw table.wrong("role", "each role once", "a second " + pair.role());
      }
      for (String key : List.of("a", "b")) {
        String place = key.equals("a") ? pair.a() : pair.b();
        if (!taken.add(place)) {
          throw table.wrong(key, "a volume of its own", place + ", which is named before");
        }
      }
      volumes.add(pair);
    }
    if (volumes.isEmpty()) {
      throw file.wrong("volume", "at least one table [[volume]]", "none");
    }
    return volumes;
  }

  private static String volume(Section table, String key) throws ConfigurationException {
    String text = table.string(key);
    try {
      return VolumeSpec.parse(text).toString();
    } catch (BootException e) {
      throw table.wrong(key, "PARTLABEL=name, PARTUUID=guid or an absolute path", '"' + text + '"');
    }
  }

  private static @Nullable SourceSettings source(Section table, DeviceSettings device)
      throws ConfigurationException {
    return table.present() ? new SourceTable(table, device).read() : null;
  }

  private static Host host(Section table) throws ConfigurationException {
    Host running = Host.running();
    Host host = new Host(
        directory(table, "proc", running.proc()),
        directory(table, "sys", running.sys()),
        directory(table, "dev", running.dev()));
    table.refuseUnknown();
    return host;
  }

  private static Path directory(Section table, String key, Path absent)
      throws ConfigurationException {
    return table.optionalParsed(key, "an absolute path", ConfigurationReader::absolute)
        .map(Path::of)
        .orElse(absent);
  }

  private Path file(Section table, String key, String absent) throws ConfigurationException {
    return optionalFile(table, key).orElse(below(absent));
  }

  private Optional<Path> optionalFile(Section table, String key) throws ConfigurationException {
    return table.optionalParsed(key, "an absolute path", ConfigurationReader::absolute)
        .map(this::below);
  }

  private List<Path> files(Section table, String key, List<String> absent)
      throws ConfigurationException {
    List<Path> paths = new ArrayList<>();
    for (String path : table.optionalStrings(key).orElse(absent)) {
      try {
        paths.add(below(absolute(path)));
      } catch (IllegalArgumentException e) {
        throw table.wrong(key, "absolute paths", '"' + path + '"');
      }
    }
    return paths;
  }

  private Path below(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  static String absolute(String path) {
    if (!path.startsWith("/") || path.indexOf('\0') >= 0 || path.length() > 4096) {
      throw new IllegalArgumentException("not an absolute path");
    }
    return path;
  }

  private static ProcessPriority.Media media(String text) {
    return switch (text) {
      case "normal" -> ProcessPriority.Media.NORMAL;
      case "low" -> ProcessPriority.Media.LOW;
      case "idle" -> ProcessPriority.Media.IDLE;
      default -> throw new IllegalArgumentException("not a priority");
    };
  }

  private static String word(String text) {
    if (!WORD.matcher(text).matches()) {
      throw new IllegalArgumentException("not a word");
    }
    return text;
  }
}
