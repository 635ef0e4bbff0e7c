package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The snapshot role's metadata (specification 4.4).
 *
 * @param roles the targets metadata that is current, by the name of its role; {@code targets} at least
 */
public record Snapshot(Header header, Map<String, ListedFile> roles) implements Metadata {

  private static final String SUFFIX = ".json";

  public Snapshot {
    roles = Map.copyOf(roles);
  }

  static Snapshot read(Members signed, Header header) throws JsonException {
    Members meta = signed.object("meta");
    Map<String, ListedFile> roles = new HashMap<>();
    for (String name : meta.names()) {
      if (!name.endsWith(SUFFIX)) {
        throw meta.wrong(name, "a name that ends in " + SUFFIX);
      }
      roles.put(
          name.substring(0, name.length() - SUFFIX.length()),
          ListedFile.read(meta.object(name)));
    }
    if (!roles.containsKey(MetadataKind.TARGETS.toString())) {
      throw signed.wrong("meta", "targets.json in it");
    }
    return new Snapshot(header, roles);
  }

  /** What is current of a role, if the repository has it. */
  public Optional<ListedFile> role(String name) {
    return Optional.ofNullable(roles.get(name));
  }
}
