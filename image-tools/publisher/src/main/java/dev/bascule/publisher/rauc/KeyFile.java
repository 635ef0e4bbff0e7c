package dev.bascule.publisher.rauc;

import dev.bascule.image.json.QuotedText;
import dev.bascule.publisher.foreign.ForeignException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Groups of keys in the form of GLib's key files: {@code [group]}, {@code key=value}, {@code #} for comments. A key or a group
 * that is there twice is refused: GLib takes the last one, others may not.
 */
final class KeyFile {

  private static final int MAX_GROUPS = 500;
  private static final int MAX_KEYS = 100;

  private final Map<String, Map<String, String>> groups = new LinkedHashMap<>();

  private KeyFile() {}

  /**
   * Reads a file.
   *
   * @param source where it is from, for messages
   */
  static KeyFile parse(String source, byte[] content) throws ForeignException {
    KeyFile file = new KeyFile();
    String group = "";
    int number = 0;
    for (String raw : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      number++;
      String line = raw.strip();
      String where = source + ", line " + number + ": ";
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        group = line.substring(1, line.length() - 1);
        if (file.groups.put(group, new LinkedHashMap<>()) != null
            || file.groups.size() > MAX_GROUPS) {
          throw new ForeignException(where + "expected each of at most " + MAX_GROUPS
              + " groups once, found another " + QuotedText.of(group));
        }
        continue;
      }
      file.put(group, line, where);
    }
    return file;
  }

  private void put(String group, String line, String where) throws ForeignException {
    int equals = line.indexOf('=');
    Map<String, String> keys = groups.get(group);
    if (equals < 1 || keys == null) {
      throw new ForeignException(where + "expected [group] or, below one, key=value, found "
          + QuotedText.of(line));
    }
    String key = line.substring(0, equals).strip();
    if (keys.put(key, line.substring(equals + 1).strip()) != null || keys.size() > MAX_KEYS) {
      throw new ForeignException(where + "expected each of at most " + MAX_KEYS
          + " keys once, found another " + QuotedText.of(key));
    }
  }

  /** The groups' names, in the file's order. */
  Set<String> groups() {
    return groups.keySet();
  }

  /** A value, if it is there and not empty. */
  Optional<String> value(String group, String key) {
    return Optional.ofNullable(groups.getOrDefault(group, Map.of()).get(key))
        .filter(value -> !value.isEmpty());
  }
}
