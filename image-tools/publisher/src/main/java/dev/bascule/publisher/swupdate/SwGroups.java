package dev.bascule.publisher.swupdate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.publisher.foreign.ForeignException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups of a description that have images of their own: boards, software sets and modes, such as the two copies of a device
 * with two slots. The copies differ in where SWUpdate writes, not in what; then any of them will do.
 *
 * @param groups by the way to them, such as {@code stable,copy-1}; empty for what is in no group
 */
record SwGroups(String source, Members software, Map<String, Members> groups) {

  private static final int MAX_DEPTH = 3;

  static SwGroups of(String source, Members software) throws JsonException {
    Map<String, Members> groups = new LinkedHashMap<>();
    collect(software, new ArrayList<>(), groups);
    return new SwGroups(source, software, groups);
  }

  private static void collect(Members group, List<String> way, Map<String, Members> groups)
      throws JsonException {
    if (group.has("images")) {
      groups.put(String.join(",", way), group);
    }
    if (way.size() == MAX_DEPTH) {
      return;
    }
    for (String name : group.names()) {
      JsonNode member = group.node().get(name);
      if (member.isObject() && !name.equals("images")) {
        way.addLast(name);
        collect(group.object(name), way, groups);
        way.removeLast();
      }
    }
  }

  /**
   * The group that is wanted.
   *
   * @throws ForeignException if it is not there, or if none was named and there are several with different images
   */
  Members select(List<String> selection) throws ForeignException, JsonException {
    if (!selection.isEmpty()) {
      Members group = software;
      for (String name : selection) {
        if (!group.has(name)) {
          throw new ForeignException(source + ": has no group " + String.join(",", selection)
              + "; those with images are " + listed());
        }
        group = group.object(name);
      }
      return group;
    }
    if (groups.isEmpty()) {
      return software;
    }
    Members first = groups.values().iterator().next();
    for (Members other : groups.values()) {
      if (!content(other).equals(content(first))) {
        throw new ForeignException(source + ": has several groups with different images; "
            + "name one with --select, of " + listed());
      }
    }
    return first;
  }

  private String listed() {
    return groups.isEmpty() ? "none"
        : String.join(" and ", groups.keySet()
            .stream()
            .map(way -> way.isEmpty() ? "the one outside all groups" : way)
            .toList());
  }

  /** What a group's images are, wherever they go. */
  private static List<String> content(Members group) {
    List<String> content = new ArrayList<>();
    for (JsonNode image : group.node().get("images")) {
      content.add(image.path("filename").asText() + " " + image.path("sha256").asText());
    }
    return content;
  }
}
