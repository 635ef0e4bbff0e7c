package dev.bascule.publisher.mirror;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.tuf.ListedFile;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Snapshot;
import dev.bascule.image.tuf.TargetFile;
import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.RepositoryLayout;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What snapshots name, directly and through the roles that they list. Signatures do not matter here. */
final class NamedFiles {

  /** Who has the metadata's files. */
  interface Source {

    /** A file's bytes; empty if there is none. */
    Optional<byte[]> read(String name) throws IOException;
  }

  private final Source source;
  private final Map<String, Set<String>> byRole = new HashMap<>();

  NamedFiles(Source source) {
    this.source = source;
  }

  /**
   * Reads a snapshot.
   *
   * @throws JsonException if it is none
   */
  static Snapshot snapshot(byte[] file) throws JsonException {
    return SignedMetadata.parse(file, Document.MAX_LENGTH, MetadataKind.SNAPSHOT).content();
  }

  /**
   * The names of a snapshot's file, of the roles' files that it lists and of the targets that these list. What a role's file
   * that is not there would list is not among them.
   *
   * @throws JsonException if a role's file is not one
   */
  Set<String> of(Snapshot snapshot) throws IOException {
    Set<String> names = new HashSet<>();
    names.add(RepositoryLayout.metadata("snapshot", snapshot.version()));
    for (Map.Entry<String, ListedFile> role : snapshot.roles().entrySet()) {
      String name = RepositoryLayout.metadata(role.getKey(), role.getValue().version());
      names.add(name);
      names.addAll(listed(name));
    }
    return names;
  }

  private Set<String> listed(String name) throws IOException {
    Set<String> known = byRole.get(name);
    if (known != null) {
      return known;
    }
    Set<String> names = new HashSet<>();
    Optional<byte[]> file = source.read(name);
    if (file.isPresent()) {
      for (Map.Entry<String, TargetFile> target : SignedMetadata
          .parse(file.get(), Document.MAX_LENGTH, MetadataKind.TARGETS)
          .content()
          .targets()
          .entrySet()) {
        names.add(LocalEdition.file(target.getKey(), target.getValue()).name());
      }
    }
    byRole.put(name, names);
    return names;
  }
}
