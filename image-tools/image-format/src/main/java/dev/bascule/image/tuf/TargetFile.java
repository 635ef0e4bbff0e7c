package dev.bascule.image.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;

/**
 * What targets metadata says of a file.
 *
 * @param length in bytes
 * @param custom the application's own words; an empty object where there are none
 */
public record TargetFile(long length, Hashes hashes, JsonNode custom) {

  static TargetFile read(Members file) throws JsonException {
    return new TargetFile(
        file.integer("length", 0, Long.MAX_VALUE),
        Hashes.read(file.object("hashes")),
        file.has("custom")
            ? file.object("custom").node()
            : JsonNodeFactory.instance.objectNode());
  }
}
