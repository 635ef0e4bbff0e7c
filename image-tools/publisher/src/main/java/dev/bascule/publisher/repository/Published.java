package dev.bascule.publisher.repository;

import dev.bascule.image.tuf.Authority;
import dev.bascule.image.tuf.Metadata;
import dev.bascule.image.tuf.Root;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Snapshot;
import dev.bascule.image.tuf.Targets;
import dev.bascule.image.tuf.Timestamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The metadata that a repository publishes at the moment, whole and signed as its root says.
 *
 * @param root the newest root, or null if nothing was ever published
 * @param timestamp null like the root
 * @param snapshot null like the root
 * @param targets the targets role and every delegated role that has metadata, by name
 */
public record Published(
    @Nullable SignedMetadata<Root> root,
    @Nullable SignedMetadata<Timestamp> timestamp,
    @Nullable SignedMetadata<Snapshot> snapshot,
    SortedMap<String, SignedMetadata<Targets>> targets) {

  public Published {
    targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
  }

  /** An empty repository. */
  static Published nothing() {
    return new Published(null, null, null, new TreeMap<>());
  }

  /** Reads and verifies what a directory publishes, without changing anything. */
  public static Published read(Path directory) throws IOException {
    return read(directory, null);
  }

  /**
   * The same, for somebody who knows a root.
   *
   * @param known any version of the root, or null to take the repository's first at its word
   * @throws RefusedException if the repository does not follow from it
   */
  public static Published read(Path directory, @Nullable Document known) throws IOException {
    return new PublishedReader(new RepositoryLayout(directory), known).read();
  }

  /** The newest root. */
  public Optional<SignedMetadata<Root>> newestRoot() {
    return Optional.ofNullable(root);
  }

  /** What a role lists; empty if the role has no metadata. */
  public Optional<Targets> role(String name) {
    return Optional.ofNullable(targets.get(name)).map(SignedMetadata::content);
  }

  /** The models whose rollout is delegated. */
  public List<ModelRoles> models() {
    return role(Edition.TARGETS).stream()
        .map(PublishedReader::authorities)
        .map(Map::keySet)
        .flatMap(Set::stream)
        .map(ModelRoles::ofRollout)
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Who must sign a role that the targets role delegates to.
   *
   * @throws RefusedException if there is no such role
   */
  public Authority authority(String role) throws RefusedException {
    Authority authority = role(Edition.TARGETS)
        .map(PublishedReader::authorities)
        .map(authorities -> authorities.get(role))
        .orElse(null);
    if (authority == null) {
      throw RefusedException.noSuchRole(role);
    }
    return authority;
  }

  /** Every role's metadata, root first. */
  public SortedMap<String, Metadata> roles() {
    SortedMap<String, Metadata> roles = new TreeMap<>(
        Comparator.comparing(RoleKind::of).thenComparing(Comparator.naturalOrder()));
    if (root != null && snapshot != null && timestamp != null) {
      roles.put("root", root.content());
      roles.put("snapshot", snapshot.content());
      roles.put("timestamp", timestamp.content());
    }
    targets.forEach((role, metadata) -> roles.put(role, metadata.content()));
    return roles;
  }

  /**
   * The newest root, which must be there and good.
   *
   * @throws RefusedException if nothing was published yet, or the root is expired
   */
  public SignedMetadata<Root> requireRoot(Instant now) throws RefusedException {
    if (root == null) {
      throw new RefusedException(RefusedException.Reason.DAMAGED,
          "the repository has no root yet; make one with: bascule-image root init, "
              + "then: bascule-image root publish");
    }
    if (!root.content().expires().isAfter(now)) {
      throw new RefusedException(RefusedException.Reason.ROOT_EXPIRED, "root version "
          + root.content().version() + " expired at " + root.content().expires() + ", and it is "
          + now + "; devices accept nothing until the holders of the root keys publish a new one: "
          + "bascule-image root init --previous …");
    }
    return root;
  }
}
