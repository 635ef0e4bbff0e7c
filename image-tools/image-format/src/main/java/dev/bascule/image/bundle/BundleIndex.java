package dev.bascule.image.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.json.CanonicalJson;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.QuotedText;
import dev.bascule.image.json.StrictJson;
import dev.bascule.image.manifest.ImageManifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a bundle holds, in its order: its first file, {@value #NAME}. Nobody signs it and nothing is trusted for it;
 * it says early what is not there, so that a pipe need not be read to its end to know.
 *
 * @param files at most {@value #MAX_FILES}, each name once, 1 TiB together
 */
public record BundleIndex(List<BundleFile> files) {

  /** The index's own name in the bundle. */
  public static final String NAME = "bundle.json";

  /** More files are refused. */
  public static final int MAX_FILES = 4096;

  /** A longer index is refused: 4 MiB, enough for as many files with names of the greatest length. */
  public static final int MAX_LENGTH = 4 << 20;

  private static final int FORMAT = 1;

  public BundleIndex {
    files = List.copyOf(files);
    if (files.isEmpty() || files.size() > MAX_FILES) {
      throw new IllegalArgumentException(
          "files: expected 1 to " + MAX_FILES + ", found " + files.size());
    }
    Map<String, BundleFile> names = new HashMap<>();
    long left = BundleFile.MAX_LENGTH;
    for (BundleFile file : files) {
      if (names.put(file.name(), file) != null) {
        throw new IllegalArgumentException("files: " + file.name() + " stands there twice");
      }
      left -= file.length();
      if (left < 0) {
        throw new IllegalArgumentException(
            "files: expected at most " + BundleFile.MAX_LENGTH + " bytes together, found more");
      }
    }
  }

  /** Reads an index. */
  public static BundleIndex decode(byte[] document) throws JsonException {
    Members json = StrictJson.parseObject(document, MAX_LENGTH);
    json.integer("format", FORMAT, FORMAT);
    try {
      List<BundleFile> files = new ArrayList<>();
      for (Members file : json.objects("files", MAX_FILES)) {
        files.add(new BundleFile(file.string("name"),
            file.integer("length", 0, BundleFile.MAX_LENGTH)));
      }
      return new BundleIndex(files);
    } catch (IllegalArgumentException e) {
      JsonException refused = new JsonException("",
          QuotedText.oneLine(String.valueOf(e.getMessage())));
      refused.initCause(e);
      throw refused;
    }
  }

  /** The bytes that {@link #decode} reads: canonical JSON. */
  public byte[] encode() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    ArrayNode listed = json.putArray("files");
    files.forEach(file -> listed.addObject()
        .put("name", file.name())
        .put("length", file.length()));
    return CanonicalJson.encode(json);
  }

  /** A file's place in the bundle's order, by its name. */
  public OptionalInt find(String name) {
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).name().equals(name)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** The bytes of all files together. */
  public long length() {
    return files.stream().mapToLong(BundleFile::length).sum();
  }

  /** The versions of a model whose manifests the bundle has, the oldest first. */
  public SortedSet<Version> versions(String model) {
    SortedSet<Version> versions = new TreeSet<>();
    String before = "targets/" + model + "/images/";
    for (BundleFile file : files) {
      String[] rest = file.name().startsWith(before)
          ? file.name().substring(before.length()).split("/", -1)
          : new String[0];
      if (rest.length == 2 && rest[1].endsWith("." + ImageManifest.FILE_NAME)) {
        try {
          versions.add(Version.parse(rest[0]));
        } catch (IllegalArgumentException e) {
          // A directory that is no version's holds no image that a device would look for.
        }
      }
    }
    return versions;
  }
}
