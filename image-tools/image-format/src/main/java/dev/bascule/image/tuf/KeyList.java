package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import java.util.HashMap;
import java.util.Map;

/** The {@code keys} of root metadata and of delegations. */
final class KeyList {

  private static final int MAX_KEYS = 4_096;

  private KeyList() {}

  static Map<KeyId, Key> read(Members holder) throws JsonException {
    Members listed = holder.object("keys");
    if (listed.names().size() > MAX_KEYS) {
      throw holder.wrong("keys", "at most " + MAX_KEYS + " keys");
    }
    Map<KeyId, Key> keys = new HashMap<>();
    for (String name : listed.names()) {
      Members key = listed.object(name);
      try {
        KeyId id = new KeyId(name);
        keys.put(id, Key.read(id, key));
      } catch (IllegalArgumentException e) {
        throw holder.wrong("keys", "key ids of 1 to 256 characters");
      }
    }
    return keys;
  }
}
