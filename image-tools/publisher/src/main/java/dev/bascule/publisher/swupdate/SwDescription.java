package dev.bascule.publisher.swupdate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.publisher.foreign.ForeignException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an archive says of itself (SWUpdate's manual, "syntax and tags with the default parser"), in libconfig's syntax or JSON.
 *
 * @param images of the group that was selected, by their file's name
 * @param left what SWUpdate would do beside writing images
 */
record SwDescription(String version, String description, List<String> compatible,
    Map<String, SwImage> images, List<String> left) {

  /** Bytes that a description may have. */
  static final int MAX_LENGTH = 1 << 20;

  private static final int MAX_ENTRIES = 200;

  /**
   * Reads a description.
   *
   * @param source where it is from, for messages
   * @param selection the groups on the way to the images; empty to find the only ones
   */
  static SwDescription parse(String source, byte[] content, List<String> selection)
      throws ForeignException {
    try {
      Members document = beginsObject(content)
          ? StrictJson.parseObject(content, MAX_LENGTH)
          : Members.of(LibConfig.parse(source, content));
      Members software = document.object("software");
      Members group = SwGroups.of(source, software).select(selection);
      return new SwDescription(optional(software, "version"), optional(software, "description"),
          compatible(software, group), images(source, software, group), left(software, group));
    } catch (JsonException e) {
      throw new ForeignException(source + ": " + e.getMessage(), e);
    }
  }

  private static boolean beginsObject(byte[] content) {
    for (byte b : content) {
      if (!Character.isWhitespace(b)) {
        return b == '{';
      }
    }
    return false;
  }

  private static String optional(Members members, String name) {
    return members.node().path(name).asText("");
  }

  private static List<String> compatible(Members software, Members group) throws JsonException {
    Members where = group.has("hardware-compatibility") ? group : software;
    return where.has("hardware-compatibility")
        ? where.strings("hardware-compatibility", MAX_ENTRIES)
        : List.of();
  }

  private static Map<String, SwImage> images(String source, Members software, Members group)
      throws ForeignException, JsonException {
    Map<String, SwImage> images = new LinkedHashMap<>();
    for (Members entry : entries(software, group, "images")) {
      SwImage image = SwImage.of(entry);
      if (images.put(image.file(), image) != null) {
        throw new ForeignException(
            source + ": " + entry.path() + ": expected each file once, found "
                + image.file() + " twice");
      }
    }
    return images;
  }

  private static List<String> left(Members software, Members group) throws JsonException {
    List<String> left = new ArrayList<>();
    if (software.has("embedded-script")) {
      left.add("the embedded script");
    }
    for (Members entry : entries(software, group, "scripts")) {
      left.add("script " + optional(entry, "filename"));
    }
    for (Members entry : entries(software, group, "files")) {
      left.add("file " + optional(entry, "filename") + " for " + optional(entry, "path"));
    }
    for (Members entry : entries(software, group, "partitions")) {
      left.add("partition " + optional(entry, "name"));
    }
    for (String name : List.of("bootenv", "uboot", "vars")) {
      for (Members entry : entries(software, group, name)) {
        left.add("variable " + optional(entry, "name") + " = " + optional(entry, "value"));
      }
    }
    return left;
  }

  /** SWUpdate looks into the group first, and for what it has not there outside all groups. */
  private static List<Members> entries(Members software, Members group, String name)
      throws JsonException {
    Members where = group.has(name) ? group : software;
    JsonNode found = where.node().path(name);
    if (found.path("ref").isTextual()) {
      throw where.wrong(name, "a list, not a link to " + found.path("ref").asText()
          + ": --select the group where the list is");
    }
    return where.has(name) ? where.objects(name, MAX_ENTRIES) : List.of();
  }
}
