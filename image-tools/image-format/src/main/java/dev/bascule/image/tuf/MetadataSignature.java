package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A signature beside what it signs.
 *
 * @param hex as it stands there; what is not hexadecimal is read, and verifies nothing
 */
public record MetadataSignature(KeyId keyId, String hex) {

  private static final int MAX_SIGNATURES = 1_024;

  /** Reads a document's signatures; two of one key id are refused (specification 4.2.1). */
  static List<MetadataSignature> readAll(Members document) throws JsonException {
    List<MetadataSignature> signatures = new ArrayList<>();
    Set<KeyId> seen = new HashSet<>();
    for (Members signature : document.objects("signatures", MAX_SIGNATURES)) {
      KeyId keyId = signature.parsed("keyid", "a key id of 1 to 256 characters", KeyId::new);
      if (!seen.add(keyId)) {
        throw signature.wrong("keyid", "one signature of each key");
      }
      signatures.add(new MetadataSignature(keyId, signature.string("sig")));
    }
    return List.copyOf(signatures);
  }

  /** The signature's bytes, if it is written in hexadecimal digits. */
  Optional<byte[]> bytes() {
    try {
      return Optional.of(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
