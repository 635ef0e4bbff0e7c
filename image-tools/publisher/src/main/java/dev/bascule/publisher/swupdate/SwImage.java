package dev.bascule.publisher.swupdate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.Sha256;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.publisher.foreign.Compression;
import dev.bascule.publisher.foreign.ForeignException;
import java.util.List;
import java.util.Optional;

/**
 * One image that {@code sw-description} names.
 *
 * @param file its name in the archive
 * @param sha256 of the file as it is in the archive, compressed or not
 * @param compression how it is compressed there
 * @param obstacle why it cannot be taken, if so: SWUpdate would not write it byte for byte
 */
record SwImage(String file, Optional<Sha256> sha256, Compression compression,
    Optional<String> obstacle) {

  private static final int MAX_NAME = 255;

  /** Reads an entry of {@code images}. */
  static SwImage of(Members entry) throws JsonException {
    String file = entry.string("filename");
    if (file.isEmpty() || file.length() > MAX_NAME) {
      throw entry.wrong("filename", "a name of 1 to " + MAX_NAME + " characters");
    }
    Optional<Sha256> digest = entry.has("sha256")
        ? Optional.of(entry.sha256("sha256"))
        : Optional.empty();
    String compressed = text(entry, "compressed");
    Compression compression = switch (compressed) {
      case "true", "zlib" -> Compression.GZIP;
      case "zstd" -> Compression.ZSTD;
      case "xz" -> Compression.XZ;
      default -> Compression.NONE;
    };
    return new SwImage(file, digest, compression, obstacle(entry, compressed, compression));
  }

  private static Optional<String> obstacle(Members entry, String compressed,
      Compression compression) {
    String type = text(entry, "type");
    if (!text(entry, "encrypted").isEmpty()) {
      return Optional.of("is encrypted");
    }
    if (compression == Compression.NONE && !compressed.isEmpty()) {
      return Optional.of("is compressed with " + compressed + "; zlib, zstd and xz are read");
    }
    if (!type.isEmpty() && !type.equals("raw")) {
      return Optional.of("is for SWUpdate's handler " + type + ", expected raw");
    }
    for (String key : List.of("volume", "mtdname", "offset", "hook", "ref")) {
      if (!text(entry, key).isEmpty() && !text(entry, key).equals("0")) {
        return Optional.of("has " + key + " = " + text(entry, key)
            + ", so that it is not what a slot then holds");
      }
    }
    return Optional.empty();
  }

  /** A setting as text, empty if it is not there or false. */
  private static String text(Members entry, String name) {
    JsonNode value = entry.node().path(name);
    return value.isValueNode() && !value.asText().equals("false") ? value.asText() : "";
  }

  /** Refuses what SWUpdate would not write as it is. */
  void requireWhole(String source) throws ForeignException {
    if (obstacle.isPresent()) {
      throw new ForeignException(source + ": image " + file + ": " + obstacle.get()
          + "; make it an image of a whole slot, or leave it out with --role " + file + "=-");
    }
  }
}
