package dev.bascule.publisher.mirror;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.tuf.Snapshot;
import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What nobody can need any more in a store: files that neither the edition that devices are offered nor any snapshot that is not
 * expired names, and that have been there for a while. Roots stay for ever, and so does whatever the publisher did not name.
 */
final class Garbage {

  private static final Pattern ROLE =
      Pattern.compile("metadata/[1-9][0-9]{0,18}\\.(?!root\\.json$)[^/]+\\.json");
  private static final Pattern SNAPSHOT =
      Pattern.compile("metadata/[1-9][0-9]{0,18}\\.snapshot\\.json");
  private static final Pattern TARGET = Pattern.compile("targets/(?:[^/]+/)*[0-9a-f]{64}\\.[^/]+");

  private Garbage() {}

  /**
   * The names to be removed, in an order that leaves no snapshot whose files are gone before it.
   *
   * @param kept names that are needed
   * @param before files that were put later stay, for another publisher may be about to name them
   */
  static List<String> names(SortedMap<String, Listed> listing, Set<String> kept, Instant before) {
    List<String> snapshots = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Map.Entry<String, Listed> file : listing.entrySet()) {
      String name = file.getKey();
      boolean ours = ROLE.matcher(name).matches() || TARGET.matcher(name).matches();
      if (ours && !kept.contains(name) && file.getValue().modified().isBefore(before)) {
        (SNAPSHOT.matcher(name).matches() ? snapshots : others).add(name);
      }
    }
    snapshots.addAll(others);
    return snapshots;
  }

  /**
   * What is needed: this edition, and what every snapshot in the store that is not expired names.
   *
   * @throws RefusedException if a file there is no metadata: what it would name is not known
   */
  static Set<String> kept(LocalEdition local, RemoteStore store, Set<String> listing, Instant now)
      throws IOException {
    Set<String> kept = new HashSet<>();
    local.fixed().forEach(file -> kept.add(file.name()));
    NamedFiles named = new NamedFiles(name -> listing.contains(name)
        ? read(local.directory(), store, name)
        : Optional.empty());
    for (String name : listing) {
      Matcher snapshot = SNAPSHOT.matcher(name);
      if (snapshot.matches()) {
        keep(name, named, read(local.directory(), store, name), store.name(), now, kept);
      }
    }
    return kept;
  }

  private static void keep(String name, NamedFiles named, Optional<byte[]> file, String store,
      Instant now, Set<String> kept) throws IOException {
    if (file.isEmpty()) {
      return;
    }
    try {
      Snapshot snapshot = NamedFiles.snapshot(file.get());
      if (snapshot.expires().isAfter(now)) {
        kept.add(name);
        kept.addAll(named.of(snapshot));
      }
    } catch (JsonException e) {
      throw new RefusedException(RefusedException.Reason.STORE_DIFFERS, store + ", " + name
          + ": expected metadata in it and in what it lists, found something else ("
          + e.getMessage() + "), so that it is not known what devices may still need; nothing is "
          + "removed. Remove that file there if nobody needs it");
    }
  }

  /** The repository's own copy, or else the store's. */
  private static Optional<byte[]> read(Path directory, RemoteStore store, String name)
      throws IOException {
    Optional<byte[]> own = StoreState.readLocal(directory, name);
    if (own.isPresent()) {
      return own;
    }
    Optional<RemoteStore.StoredFile> there = store.open(name);
    if (there.isEmpty()) {
      return Optional.empty();
    }
    try (RemoteStore.StoredFile file = there.get()) {
      return Optional.of(file.stream().readNBytes(Document.MAX_LENGTH + 1));
    }
  }
}
