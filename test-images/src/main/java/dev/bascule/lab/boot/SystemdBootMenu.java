package dev.bascule.lab.boot;

import dev.bascule.bootctl.systemdboot.VersionOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * systemd-boot's menu of text entries, in its order. (systemd 252, {@code src/boot/efi/boot.c}: {@code config_load_entries},
 * {@code config_entry_compare}, {@code config_default_entry_select}; the laboratory compares the order with bootctl's.)
 */
public record SystemdBootMenu(List<Entry> entries) {

  /** What stands before the last plus, the tries left, and perhaps the tries done. */
  private static final Pattern COUNTED =
      Pattern.compile("(.*\\+)(\\d{1,9})(-(\\d{1,9}))?\\.conf", Pattern.CASE_INSENSITIVE);
  private static final int UNCOUNTED = -1;

  /** What comes first is booted if nothing is preferred to it. */
  private static final Comparator<Entry> ORDER =
      Comparator.<Entry>comparingInt(entry -> entry.triesLeft == 0 ? 1 : 0)
          .thenComparingInt(entry -> entry.key("sort-key").isEmpty() ? 1 : 0)
          .thenComparing((a, b) -> a.key("sort-key").isEmpty() ? 0 : ofNewStyle().compare(a, b))
          .thenComparing(Entry::id, VersionOrder.OLDEST_FIRST.reversed())
          .thenComparing((a, b) -> a.counted() && b.counted() ? byTries().compare(a, b) : 0);

  public SystemdBootMenu {
    entries = List.copyOf(entries);
  }

  /**
   * An entry.
   *
   * @param file its name
   * @param triesLeft -1 if it is not counted
   * @param triesDone 0 if it is not counted
   */
  public record Entry(String file, Map<String, String> keys, int triesLeft, int triesDone) {

    public Entry {
      keys = Map.copyOf(keys);
    }

    /** What is told the kernel. */
    public String options() {
      return key("options");
    }

    /** Whether it is given up after some more starts. */
    public boolean counted() {
      return triesLeft != UNCOUNTED;
    }

    /** The name that the loader gives it before it starts it. */
    public String triedName() {
      Matcher match = COUNTED.matcher(file);
      return match.matches()
          ? match.group(1) + Math.max(0, triesLeft - 1) + "-" + (triesDone + 1) + ".conf"
          : file;
    }

    private String key(String name) {
      return keys.getOrDefault(name, "");
    }

    private String id() {
      return file.toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads it.
   *
   * @param texts the files in {@code loader/entries}, by their names
   * @param kernels the files that there are, as entries name them
   */
  public static SystemdBootMenu of(SortedMap<String, byte[]> texts, Set<String> kernels) {
    List<Entry> entries = new ArrayList<>();
    texts.forEach((file, content) -> {
      String lower = file.toLowerCase(Locale.ROOT);
      Map<String, String> keys = keys(content);
      if (lower.endsWith(".conf") && !file.startsWith(".")
          && !file.startsWith("auto-")
          && kernels.contains(keys.getOrDefault("linux", ""))) {
        Matcher match = COUNTED.matcher(file);
        boolean counted = match.matches();
        entries.add(new Entry(file, keys, counted ? number(match.group(2)) : UNCOUNTED,
            counted ? number(match.group(4)) : 0));
      }
    });
    return new SystemdBootMenu(entries.stream().sorted(ORDER).toList());
  }

  /** The entry that is started: the first that fits a preference, of which the first counts that fits one; else the first. */
  public Optional<Entry> choose(Preferences preferences) {
    return Stream.of(preferences.oneShot(), preferences.preferred(), preferences.configured())
        .filter(pattern -> !pattern.isEmpty())
        .flatMap(pattern -> first(pattern).stream())
        .findFirst()
        .or(() -> entries.stream().findFirst());
  }

  /**
   * By which patterns an entry is preferred to those before it; empty where there is none.
   *
   * @param oneShot {@code LoaderEntryOneShot}
   * @param preferred {@code LoaderEntryDefault}
   * @param configured {@code default} in {@code loader.conf}
   */
  public record Preferences(String oneShot, String preferred, String configured) {}

  private Optional<Entry> first(String pattern) {
    PathMatcher matcher = FileSystems.getDefault()
        .getPathMatcher("glob:" + pattern.toLowerCase(Locale.ROOT));
    return entries.stream().filter(entry -> matcher.matches(Path.of(entry.id()))).findFirst();
  }

  /** Words of which the first is the key; of a key that comes again the last counts, options are added to each other. */
  private static Map<String, String> keys(byte[] content) {
    Map<String, String> keys = new HashMap<>();
    for (String line : untilZero(content).split("\n", -1)) {
      String[] words = line.strip().split("[ \t]+", 2);
      if (words.length == 2 && !words[0].startsWith("#")) {
        keys.merge(words[0], words[1],
            (old, next) -> words[0].equals("options") ? old + " " + next : next);
      }
    }
    return keys;
  }

  private static String untilZero(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    int zero = text.indexOf('\0');
    return zero < 0 ? text : text.substring(0, zero);
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static Comparator<Entry> ofNewStyle() {
    return Comparator.<Entry, String>comparing(entry -> entry.key("sort-key"))
        .thenComparing(entry -> entry.key("machine-id"))
        .thenComparing(entry -> entry.key("version"), VersionOrder.OLDEST_FIRST.reversed());
  }

  private static Comparator<Entry> byTries() {
    return Comparator.<Entry>comparingInt(entry -> -entry.triesLeft)
        .thenComparingInt(entry -> entry.triesDone);
  }
}
