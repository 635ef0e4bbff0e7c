package dev.bascule.publisher.repository;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.tuf.Authority;
import dev.bascule.image.tuf.ListedFile;
import dev.bascule.image.tuf.Metadata;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.Root;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Snapshot;
import dev.bascule.image.tuf.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was published when, and by whom. Nothing that is published is ever altered, so the former snapshots and what they
 * list tell it; each is verified with the keys that the repository's own roots gave its role at some time. Where files
 * are gone, as in a store that is pruned, so is that part of the tale.
 */
public final class History {

  private final RepositoryLayout layout;
  private final PublishedReader reader;
  private final Map<String, Long> seen = new HashMap<>();
  private final Map<String, Catalog> catalogs = new HashMap<>();
  private final Map<String, List<Version>> images = new HashMap<>();
  private final List<Revision> revisions = new ArrayList<>();
  private List<Root> roots = List.of();
  private @Nullable SignedMetadata<Targets> top;

  private History(Path directory, @Nullable Document known) {
    this.layout = new RepositoryLayout(directory);
    this.reader = new PublishedReader(layout, known);
  }

  /**
   * Reads a repository's history, the oldest first.
   *
   * @param known any version of the root, or null to take the repository's first at its word
   * @throws RefusedException if the repository does not follow from it, or a file is not what its keys signed
   */
  public static List<Revision> read(Path directory, @Nullable Document known)
      throws IOException {
    return new History(directory, known).read();
  }

  /**
   * Since when a version is withdrawn without a break, as far as the history tells.
   *
   * @param revisions the oldest first
   * @return empty if it is not withdrawn, or nobody says since when
   */
  public static Optional<Instant> withdrawnSince(List<Revision> revisions, ModelRoles model,
      Version version) {
    Optional<Instant> since = Optional.empty();
    boolean withdrawn = false;
    for (Revision revision : revisions) {
      if (revision instanceof Revision.Offered offered && offered.stamp().model().equals(model)) {
        Catalog catalog = offered.after();
        boolean now = catalog != null && catalog.withdrawn().contains(version);
        if (now && !withdrawn) {
          since = offered.stamp().signedAt();
        }
        withdrawn = now;
      }
    }
    return withdrawn ? since : Optional.empty();
  }

  private List<Revision> read() throws IOException {
    SignedMetadata<Snapshot> current = reader.read().snapshot();
    if (current != null) {
      roots = reader.roots().stream().map(SignedMetadata::content).toList();
      for (long version = 1; version <= current.content().version(); version++) {
        if (isThere("snapshot", version)) {
          readSnapshot(load("snapshot", version, MetadataKind.SNAPSHOT).content());
        }
      }
    }
    return List.copyOf(revisions);
  }

  private void readSnapshot(Snapshot snapshot) throws IOException {
    ListedFile listed = snapshot.role(Edition.TARGETS).orElseThrow();
    if (!isThere(Edition.TARGETS, listed.version())) {
      return;
    }
    if (top == null || top.content().version() != listed.version()) {
      top = load(Edition.TARGETS, listed.version(), MetadataKind.TARGETS);
    }
    Map<String, Authority> authorities = PublishedReader.authorities(top.content());
    for (String role : authorities.keySet()) {
      Optional<ModelRoles> model = ModelRoles.ofRollout(role);
      if (model.isPresent()) {
        for (String name : List.of(model.get().images(), model.get().rollout())) {
          Authority authority = authorities.get(name);
          Optional<ListedFile> file = snapshot.role(name);
          if (authority != null && file.isPresent()) {
            readRole(snapshot.version(), model.get(), name, file.get(), authority);
          }
        }
      }
    }
  }

  private void readRole(long snapshot, ModelRoles model, String role, ListedFile listed,
      Authority authority) throws IOException {
    boolean known = Long.valueOf(listed.version()).equals(seen.get(role));
    if (known || !isThere(role, listed.version())) {
      return;
    }
    SignedMetadata<Targets> metadata =
        reader.load(role, MetadataKind.TARGETS, listed, List.of(authority));
    seen.put(role, listed.version());
    Revision.Stamp stamp = new Revision.Stamp(model, role, listed.version(), snapshot,
        metadata.content().signedAt(),
        authority.count(metadata).signedBy().stream().map(key -> key.id()).toList());
    revisions.add(role.equals(model.rollout())
        ? offered(stamp, metadata.content())
        : listed(stamp, metadata.content()));
  }

  private Revision offered(Revision.Stamp stamp, Targets targets) throws IOException {
    Catalog before = catalogs.getOrDefault(stamp.role(), Catalog.empty());
    try {
      Catalog after = new CatalogReader(layout.directory()).read(targets, stamp.model())
          .orElseGet(Catalog::empty);
      catalogs.put(stamp.role(), after);
      return new Revision.Offered(stamp, before, after);
    } catch (RefusedException e) {
      if (e.reason() != RefusedException.Reason.TARGET_MISSING) {
        throw e;
      }
      return new Revision.Offered(stamp, before, null);
    }
  }

  private Revision listed(Revision.Stamp stamp, Targets targets) {
    List<Version> before = images.getOrDefault(stamp.role(), List.of());
    List<Version> after = ModelImages.versions(targets, stamp.model());
    images.put(stamp.role(), after);
    return new Revision.Listed(stamp, without(after, before), without(before, after));
  }

  private static List<Version> without(Collection<Version> versions, Collection<Version> others) {
    return versions.stream().filter(version -> !others.contains(version)).sorted().toList();
  }

  private boolean isThere(String role, long version) {
    return Files.exists(layout.resolve(RepositoryLayout.metadata(role, version)));
  }

  private <M extends Metadata> SignedMetadata<M> load(String role,
      long version, MetadataKind<M> kind) throws IOException {
    return reader.load(role, kind, new ListedFile(version, null, null),
        roots.stream().map(root -> root.authority(kind)).toList());
  }
}
