package dev.bascule.image.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.StrictJson;

/** A manifest as text, to be changed at one place. */
final class ManifestForge {

  static final String HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final String GOOD = """
    {"format": 1, "name": "Demo", "version": "1.1.0", "built": "2026-11-01T00:00:00Z",
     "compatible": ["board"], "release": 2, "floor": 1, "minimum_version": "1.0.0", "notes": "n",
     "volumes": [{"role": "root", "size": 8192, "sha256": "HASH",
       "tiles": {"file": "root.tiles", "length": 56, "sha256": "HASH", "tile_size": 262144},
       "verity": {"salt": "00ff", "uuid": "62617363-756c-4c61-8000-000000000001", "data_blocks": 2,
         "root_hash": "HASH"},
       "payloads": [
         {"kind": "full", "file": "root.full", "length": 70000, "sha256": "HASH",
          "segment_size": 65536, "segments": ["HASH", "HASH"]},
         {"kind": "delta", "file": "root.delta", "length": 1, "sha256": "HASH",
          "segment_size": 65536, "segments": ["HASH"], "base": {"sha256": "HASH", "size": 4096}}]}]}
    """.replace("HASH", HASH);

  private ManifestForge() {}

  static byte[] good() {
    return GOOD.getBytes(UTF_8);
  }

  /**
   * The manifest with another value.
   *
   * @param pointer where (RFC 6901)
   * @param value as JSON; nothing to leave the member out
   */
  static byte[] with(String pointer, String value) throws JsonException {
    JsonNode document = StrictJson.parse(good(), 1 << 16);
    int last = pointer.lastIndexOf('/');
    JsonNode parent = document.at(pointer.substring(0, last));
    String name = pointer.substring(last + 1);
    if (parent instanceof ArrayNode array) {
      array.insert(Integer.parseInt(name), StrictJson.parse(value.getBytes(UTF_8), 1 << 16));
    } else if (value.isEmpty()) {
      ((ObjectNode) parent).remove(name);
    } else {
      ((ObjectNode) parent).set(name, StrictJson.parse(value.getBytes(UTF_8), 1 << 16));
    }
    return document.toString().getBytes(UTF_8);
  }
}
