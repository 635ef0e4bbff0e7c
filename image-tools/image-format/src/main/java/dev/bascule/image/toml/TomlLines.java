package dev.bascule.image.toml;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines on which a file's tables and keys stand, for messages: it is not asked whether the file is right. */
public final class TomlLines {

  private static final String KEY = "(?:[A-Za-z0-9_-]++|\"[^\"]*+\"|'[^']*+')";
  private static final String KEYS = KEY + "(?:\\s*+\\.\\s*+" + KEY + ")*+";
  private static final Pattern TABLE =
      Pattern.compile("\\s*+\\[\\s*+(" + KEYS + ")\\s*+].*+");
  private static final Pattern VALUE = Pattern.compile("\\s*+(" + KEYS + ")\\s*+=.*+");
  private static final Pattern ONE_KEY = Pattern.compile(KEY);

  private final Map<String, Integer> lines = new HashMap<>();

  private TomlLines() {}

  /** Looks a file through. */
  public static TomlLines of(String text) {
    TomlLines found = new TomlLines();
    String table = "";
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      Matcher head = TABLE.matcher(line);
      Matcher value = VALUE.matcher(line);
      if (head.matches()) {
        table = path(head.group(1));
        found.add(table, number);
      } else if (value.matches()) {
        String key = path(value.group(1));
        found.add(table.isEmpty() ? key : table + "." + key, number);
      }
    }
    return found;
  }

  /**
   * The line, from 1, of a key, or else of the nearest table around it.
   *
   * @param path with its tables, as {@link dev.bascule.image.json.JsonException#path} has it
   */
  public OptionalInt line(String path) {
    String place = path.replaceAll("\\[[0-9]+]", "").replaceAll("\\[\"(.*?)\"]", ".$1");
    for (; !place.isEmpty(); place = outer(place)) {
      Integer line = lines.get(place);
      if (line != null) {
        return OptionalInt.of(line);
      }
    }
    return OptionalInt.empty();
  }

  /** A table begins where it is first named. */
  private void add(String path, int line) {
    for (String place = path; !place.isEmpty(); place = outer(place)) {
      lines.putIfAbsent(place, line);
    }
  }

  private static String outer(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('.')));
  }

  private static String path(String keys) {
    StringBuilder path = new StringBuilder();
    for (Matcher key = ONE_KEY.matcher(keys); key.find();) {
      path.append(path.isEmpty() ? "" : ".").append(key.group().replaceAll("[\"']", ""));
    }
    return path.toString();
  }
}
