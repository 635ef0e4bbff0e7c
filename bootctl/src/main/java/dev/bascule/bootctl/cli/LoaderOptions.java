package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.loader.LoaderConfig;
import dev.bascule.bootctl.loader.LoaderName;
import dev.bascule.bootctl.loader.LoaderReader;
import dev.bascule.bootctl.loader.LoaderSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say where a boot loader keeps its state, and what it calls the slots. */
final class LoaderOptions implements LoaderSettings<ParameterException> {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--a", paramLabel = "SPEC")
  private @Nullable String slotA;

  @Option(names = "--b", paramLabel = "SPEC")
  private @Nullable String slotB;

  @Option(names = "--limit", paramLabel = "SECONDS", defaultValue = "30")
  private int limit;

  @Option(names = "--memory", paramLabel = "DIR", defaultValue = "/var/lib/bascule/loader")
  private Path memory;

  private final Map<String, String> given = new HashMap<>();
  private final Set<String> used = new HashSet<>();

  @Option(names = "--disk", paramLabel = "PATH")
  void disk(String path) {
    given.put("disk", path);
  }

  @Option(names = "--environment", paramLabel = "PATH")
  void environment(String path) {
    given.put("environment", path);
  }

  @Option(names = "--second", paramLabel = "PATH")
  void second(String path) {
    given.put("second", path);
  }

  @Option(names = "--names", paramLabel = "A,B")
  void names(String both) {
    given.put("names", both);
  }

  @Option(names = "--variable", paramLabel = "NAME")
  void variable(String name) {
    given.put("variable", name);
  }

  @Option(names = "--program", paramLabel = "PATH")
  void program(String path) {
    given.put("program", path);
  }

  @Option(names = "--misc", paramLabel = "PATH")
  void misc(String path) {
    given.put("misc", path);
  }

  @Option(names = "--esp", paramLabel = "DIR")
  void esp(String path) {
    given.put("esp", path);
  }

  @Option(names = "--boot", paramLabel = "DIR")
  void boot(String path) {
    given.put("boot", path);
  }

  @Option(names = "--autoboot", paramLabel = "PATH")
  void autoboot(String path) {
    given.put("autoboot", path);
  }

  @Option(names = "--state", paramLabel = "NAME")
  void state(String name) {
    given.put("state", name);
  }

  /** The loader's configuration. An option that it has no use for is a mistake, and is refused. */
  LoaderConfig read(LoaderName loader) {
    var config = new LoaderReader<>(this).read(loader);
    given.keySet()
        .stream()
        .filter(key -> !used.contains(key))
        .sorted()
        .findFirst()
        .ifPresent(key -> {
          throw new ParameterException(command.commandLine(),
              "--" + key + " means nothing to the loader " + loader);
        });
    return config;
  }

  /** Whether both slots are named. */
  boolean slotsNamed() {
    return slotA != null && slotB != null;
  }

  /** Whether a disk is named. */
  boolean diskNamed() {
    return given.containsKey("disk");
  }

  @Override
  public String root(Slot slot) {
    var root = switch (slot) {
      case A -> slotA;
      case B -> slotB;
    };
    if (root == null) {
      throw wrong(slot == Slot.A ? "a" : "b", "slot " + slot + "'s root, as in fstab", "nothing");
    }
    return root;
  }

  @Override
  public Optional<Path> path(String key) {
    return text(key).map(Path::of);
  }

  @Override
  public Optional<String> text(String key) {
    used.add(key);
    return Optional.ofNullable(given.get(key));
  }

  @Override
  public Optional<List<String>> names() {
    return text("names").map(both -> {
      var names = List.of(both.split(",", -1));
      if (names.size() != 2 || names.contains("")) {
        throw wrong("names", "two names with a comma between them", both);
      }
      return names;
    });
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(limit);
  }

  @Override
  public Path memory() {
    return memory;
  }

  @Override
  public ParameterException wrong(String key, String expected, String found) {
    return new ParameterException(command.commandLine(),
        "--" + key + ": expected " + expected + ", found " + found);
  }
}
