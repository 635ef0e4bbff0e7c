package dev.bascule.updater.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.updater.journal.ImageRef;
import java.nio.charset.StandardCharsets;

/** The image in whose form data is. */
public record Owner(Version version, Sha256 digest) {

  /** A longer document is refused. */
  static final int MAX_LENGTH = 4096;

  /** The owner that an image is. */
  public static Owner of(ImageRef image) {
    return new Owner(image.version(), image.digest());
  }

  static Owner decode(byte[] document) throws JsonException {
    Members json = Members.of(StrictJson.parse(document, MAX_LENGTH));
    return new Owner(json.parsed("version", "a version", Version::parse),
        json.sha256("manifest_sha256"));
  }

  byte[] encode() {
    return JsonNodeFactory.instance.objectNode()
        .put("version", version.toString())
        .put("manifest_sha256", digest.toString())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
