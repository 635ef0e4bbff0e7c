package dev.bascule.bootctl.systemdboot;

import java.util.HashMap;
import java.util.Map;

/**
 * What the order of entries depends on, read from a type 1 entry's text or from the os-release of a unified
 * kernel image.
 */
record EntryText(String sortKey, String machineId, String version) {
  private static final String SPACE = "[ \\t]+";

  /** Lines of a key, white space and a value; {@code #} begins a comment; the last of a key counts. */
  static EntryText ofEntry(String text) {
    var values = new HashMap<String, String>();
    for (String raw : text.split("\\R", -1)) {
      String line = raw.strip();
      String[] parts = line.split(SPACE, 2);
      if (!line.startsWith("#") && parts.length == 2) {
        values.put(parts[0], parts[1]);
      }
    }
    return new EntryText(values.getOrDefault("sort-key", ""),
        values.getOrDefault("machine-id", ""),
        values.getOrDefault("version", ""));
  }

  /** Lines of {@code KEY=value}, the value in quotes or not. */
  static EntryText ofRelease(String text) {
    var values = new HashMap<String, String>();
    for (String raw : text.split("\\R", -1)) {
      String line = raw.strip();
      int equals = line.indexOf('=');
      if (!line.startsWith("#") && equals > 0) {
        values.put(line.substring(0, equals), unquoted(line.substring(equals + 1)));
      }
    }
    return new EntryText(first(values, "IMAGE_ID", "ID"), "",
        first(values, "IMAGE_VERSION", "VERSION", "VERSION_ID", "BUILD_ID"));
  }

  private static String first(Map<String, String> values, String... keys) {
    for (String key : keys) {
      String value = values.get(key);
      if (value != null) {
        return value;
      }
    }
    return "";
  }

  private static String unquoted(String value) {
    char quote = value.isEmpty() ? 0 : value.charAt(0);
    boolean quoted = value.length() > 1 && (quote == '"' || quote == '\'')
        && value.charAt(value.length() - 1) == quote;
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
