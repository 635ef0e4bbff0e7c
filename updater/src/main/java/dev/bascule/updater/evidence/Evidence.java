package dev.bascule.updater.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.updater.journal.Prose;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What was found after a failure, part by part. */
public record Evidence(List<Part> parts) {

  /** More parts are left out. */
  static final int MAX_PARTS = 32;
  /** Of a longer text the end is kept, in UTF-16 units. */
  static final int MAX_TEXT = 32 << 10;
  private static final int MAX_NAME = 128;
  private static final int MAX_LENGTH = 8 << 20;

  /**
   * One finding.
   *
   * @param name what it is: {@code journal}, {@code check 10-network}, …
   */
  public record Part(String name, String text) {
    public Part {
      name = Prose.of(name, MAX_NAME);
      text = Prose.of(text, MAX_TEXT);
    }
  }

  public Evidence {
    parts = parts.stream().limit(MAX_PARTS).toList();
  }

  /** As {@code bascule history --evidence --json} prints it. */
  public ArrayNode json() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    parts.forEach(part -> array.addObject().put("name", part.name()).put("text", part.text()));
    return array;
  }

  byte[] encode() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("parts", json());
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  static Evidence decode(byte[] content) throws JsonException {
    List<Part> parts = new ArrayList<>();
    Members json = Members.of(StrictJson.parse(content, MAX_LENGTH));
    for (Members part : json.objects("parts", MAX_PARTS)) {
      parts.add(new Part(part.string("name"), part.string("text")));
    }
    return new Evidence(parts);
  }
}
