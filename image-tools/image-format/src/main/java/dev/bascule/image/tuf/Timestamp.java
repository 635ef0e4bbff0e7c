package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;

/**
 * The timestamp role's metadata (specification 4.6).
 *
 * @param snapshot the snapshot metadata that is current
 */
public record Timestamp(Header header, ListedFile snapshot) implements Metadata {

  static Timestamp read(Members signed, Header header) throws JsonException {
    return new Timestamp(
        header, ListedFile.read(signed.object("meta").object("snapshot.json")));
  }
}
