package dev.bascule.publisher.mender;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.publisher.foreign.ArchiveStream;
import dev.bascule.publisher.foreign.ArchiveStream.Entry;
import dev.bascule.publisher.foreign.ForeignException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an artifact says of itself ({@code header.tar}; Mender's artifact format, version 3).
 *
 * @param version of the root file system, or else the artifact's name
 * @param devices the device types that it is for
 * @param left what Mender would do beside writing the image
 */
record ArtifactHeader(String name, String version, List<String> devices, List<String> left) {

  private static final int MAX_JSON = 256 << 10;
  private static final int MAX_DEVICES = 1000;
  private static final String IMAGE = "rootfs-image";

  ArtifactHeader {
    devices = List.copyOf(devices);
    left = List.copyOf(left);
  }

  /** Reads the header, which the manifest vouches for. */
  static ArtifactHeader read(String source, InputStream tar) throws IOException {
    ArchiveStream archive = ArchiveStream.tar(source + ": header", tar, bytes -> {});
    Optional<Entry> first = archive.next();
    if (first.isEmpty() || !first.get().name().equals("header-info")) {
      throw new ForeignException(source + ": header: expected header-info first, found "
          + first.map(Entry::name).orElse("nothing"));
    }
    try {
      Members info = json(first.get());
      requireImage(source, info);
      String name = info.object("artifact_provides").string("artifact_name");
      String version = name;
      List<String> left = new ArrayList<>();
      for (Optional<Entry> entry = archive.next(); entry.isPresent(); entry = archive.next()) {
        String file = entry.get().name();
        if (file.startsWith("scripts/")) {
          left.add("state script " + file.substring("scripts/".length()));
        } else if (file.equals("headers/0000/type-info")) {
          version = json(entry.get()).node()
              .path("artifact_provides")
              .path(IMAGE + ".version")
              .asText(name);
        }
      }
      return new ArtifactHeader(name, version, devices(info), left);
    } catch (JsonException e) {
      throw new ForeignException(source + ": header: " + e.getMessage(), e);
    }
  }

  private static Members json(Entry entry) throws IOException {
    return StrictJson.parseObject(entry.bytes(MAX_JSON), MAX_JSON);
  }

  private static void requireImage(String source, Members info) throws IOException {
    List<Members> payloads = info.objects("payloads", 10);
    JsonNode type = payloads.size() == 1
        ? payloads.getFirst().node().path("type")
        : info.node().path("payloads");
    if (!type.asText().equals(IMAGE)) {
      throw new ForeignException(source + ": expected one payload of type " + IMAGE + ", found "
          + type + ": only images of a whole root file system become an image");
    }
  }

  private static List<String> devices(Members info) throws JsonException {
    Optional<Members> depends = info.optionalObject("artifact_depends");
    return depends.isPresent() && depends.get().has("device_type")
        ? depends.get().strings("device_type", MAX_DEVICES)
        : List.of();
  }
}
