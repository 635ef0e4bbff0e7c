package dev.bascule.image.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.Sha256;
import dev.bascule.image.json.CanonicalJson;

/**
 * The name of a key within metadata. Whoever reads takes it for a mere name (TAP 12): nothing is
 * concluded from it, and a threshold counts keys, not names.
 */
public record KeyId(String value) implements Comparable<KeyId> {

  private static final int MAX_LENGTH = 256;

  public KeyId {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a key id has 1 to " + MAX_LENGTH + " characters");
    }
  }

  /** The id that the specification gives a key: the SHA-256 of its canonical form. */
  public static KeyId of(JsonNode key) {
    return new KeyId(Sha256.digest(CanonicalJson.encode(key)).toString());
  }

  @Override
  public int compareTo(KeyId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
