package dev.bascule.updater.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.toml.TomlException;
import dev.bascule.image.toml.TomlText;
import java.util.HashMap;
import java.util.Map;

/**
 * TOML files laid over each other: a later file's value replaces an earlier one's, key by key in tables; arrays, arrays
 * of tables included, are replaced whole. Remembers which file each value is from.
 */
final class Layers {

  static final int MAX_FILE_LENGTH = 256 << 10;

  private final ObjectNode merged = JsonNodeFactory.instance.objectNode();
  private final Map<String, String> files = new HashMap<>();
  private final String mainFile;

  /** No values yet; a value that is missing is missing in the main file. */
  Layers(String mainFile) {
    this.mainFile = mainFile;
  }

  /** Lays one file over what is there. */
  void add(String file, byte[] content) throws ConfigurationException {
    merge(merged, parse(file, content), "", file);
  }

  /** The whole as one table. */
  Section section() {
    return new Section(merged, "", this);
  }

  /** The file that a key's value is from, or else that its table is from, or else the main file. */
  String fileOf(String key) {
    for (String path = key; !path.isEmpty(); path = parent(path)) {
      String file = files.get(path);
      if (file != null) {
        return file;
      }
    }
    return mainFile;
  }

  private static ObjectNode parse(String file, byte[] content) throws ConfigurationException {
    try {
      return TomlText.parse(content, MAX_FILE_LENGTH).tables();
    } catch (TomlException e) {
      throw new ConfigurationException(file, "", String.valueOf(e.getMessage()), e.remedy(), e);
    }
  }

  private void merge(ObjectNode under, ObjectNode over, String path, String file) {
    over.properties().forEach(entry -> {
      String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      JsonNode below = under.get(entry.getKey());
      if (below instanceof ObjectNode table && entry.getValue() instanceof ObjectNode upper) {
        merge(table, upper, key, file);
      } else if (entry.getValue() instanceof ObjectNode upper) {
        files.put(key, file);
        merge(under.putObject(entry.getKey()), upper, key, file);
      } else {
        files.put(key, file);
        under.set(entry.getKey(), entry.getValue());
      }
    });
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }
}
