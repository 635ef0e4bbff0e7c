package dev.bascule.updater.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * TOML files laid over each other: a later file's value replaces an earlier one's, key by key in tables; arrays, arrays
 * of tables included, are replaced whole. Remembers which file each value is from.
 */
final class Layers {

  static final int MAX_FILE_LENGTH = 256 << 10;
  private static final int MAX_NESTING = 16;
  private static final TomlMapper TOML = new TomlMapper(TomlFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
      .build());

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
    if (content.length > MAX_FILE_LENGTH) {
      throw new ConfigurationException(file, "", "expected at most " + MAX_FILE_LENGTH
          + " bytes, found " + content.length, "shorten the file");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return (ObjectNode) TOML.readTree(text);
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(file, "", "expected UTF-8, found bytes that are not",
          "write the file again as UTF-8 text", e);
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(file, "", "expected TOML, found: " + firstLine(e),
          "see toml.io for the syntax", e);
    }
  }

  private static String firstLine(JsonProcessingException e) {
    String where = e.getLocation() == null
        ? ""
        : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr()
            + ")";
    return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("nothing") + where;
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
