package dev.bascule.publisher.repository;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a staged edition consists of, in the order in which its files become visible. Once this list is on the disk, the
 * edition will be published, if not by this process then by the next.
 */
record CommitList(List<StagedFile> files) {

  static final int MAX_LENGTH = 32 << 20;

  private static final int FORMAT = 1;
  private static final int MAX_FILES = 1 << 16;

  CommitList {
    files = List.copyOf(files);
    files.forEach(file -> requirePlain(file.name()));
  }

  private static void requirePlain(String name) {
    boolean inside = name.startsWith("metadata/") || name.startsWith("targets/");
    for (String segment : name.split("/", -1)) {
      inside &= !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
    }
    if (!inside || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not the name of a file in a repository: " + name);
    }
  }

  static CommitList decode(byte[] document) throws JsonException {
    Members json = StrictJson.parseObject(document, MAX_LENGTH);
    json.integer("format", FORMAT, FORMAT);
    List<StagedFile> files = new ArrayList<>();
    for (Members file : json.objects("files", MAX_FILES)) {
      files.add(new StagedFile(
          file.parsed("name", "the name of a file in a repository", CommitList::plain),
          file.integer("length", 0, Long.MAX_VALUE),
          file.sha256("sha256")));
    }
    return new CommitList(files);
  }

  private static String plain(String name) {
    requirePlain(name);
    return name;
  }

  byte[] encode() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    ArrayNode list = json.putArray("files");
    files.forEach(file -> list.addObject()
        .put("name", file.name())
        .put("length", file.length())
        .put("sha256", file.sha256().toString()));
    return json.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }
}
