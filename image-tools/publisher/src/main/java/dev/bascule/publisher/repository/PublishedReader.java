package dev.bascule.publisher.repository;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.tuf.Authority;
import dev.bascule.image.tuf.DelegatedRole;
import dev.bascule.image.tuf.Delegations;
import dev.bascule.image.tuf.ListedFile;
import dev.bascule.image.tuf.Metadata;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.Root;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Snapshot;
import dev.bascule.image.tuf.Targets;
import dev.bascule.image.tuf.Threshold;
import dev.bascule.image.tuf.Timestamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a repository publishes, to build on it. Whoever changed a file on the server must not get it signed, so
 * that every role is verified; that it may have expired is no obstacle to renewing it.
 */
final class PublishedReader {

  private final RepositoryLayout layout;
  private final @Nullable Document known;

  /** Takes the repository's first root at its word. */
  PublishedReader(RepositoryLayout layout) {
    this(layout, null);
  }

  /**
   * Reads what follows from a root that somebody knows to be right.
   *
   * @param known or null to take the first root at its word
   */
  PublishedReader(RepositoryLayout layout, @Nullable Document known) {
    this.layout = layout;
    this.known = known;
  }

  /** Reads everything; an empty or absent directory is an empty repository. */
  Published read() throws IOException {
    List<SignedMetadata<Root>> roots = roots();
    if (roots.isEmpty()) {
      return Published.nothing();
    }
    SignedMetadata<Root> root = roots.getLast();
    Root keys = root.content();
    SignedMetadata<Timestamp> timestamp = parse("timestamp", 0, MetadataKind.TIMESTAMP);
    requireSigned("timestamp", timestamp, keys.authority(MetadataKind.TIMESTAMP));
    SignedMetadata<Snapshot> snapshot = load("snapshot", MetadataKind.SNAPSHOT,
        timestamp.content().snapshot(), keys.authority(MetadataKind.SNAPSHOT));
    return new Published(root, timestamp, snapshot, readTargets(keys, snapshot.content()));
  }

  private SortedMap<String, SignedMetadata<Targets>> readTargets(Root root, Snapshot snapshot)
      throws IOException {
    SortedMap<String, SignedMetadata<Targets>> all = new TreeMap<>();
    SignedMetadata<Targets> top = load("targets", MetadataKind.TARGETS,
        snapshot.role("targets").orElseThrow(), root.authority(MetadataKind.TARGETS));
    all.put("targets", top);
    Map<String, Authority> delegated = authorities(top.content());
    for (Map.Entry<String, ListedFile> role : snapshot.roles().entrySet()) {
      Authority authority = delegated.get(role.getKey());
      if (authority != null) {
        all.put(role.getKey(),
            load(role.getKey(), MetadataKind.TARGETS, role.getValue(), authority));
      }
    }
    return all;
  }

  /** Who signs for each role that the top-level targets delegate to. */
  static Map<String, Authority> authorities(Targets top) {
    SortedMap<String, Authority> authorities = new TreeMap<>();
    if (top.delegations() instanceof Delegations.Listed listed) {
      for (DelegatedRole role : listed.roles()) {
        authorities.put(role.name(), new Authority(role.keys(), listed.keys()));
      }
    }
    return authorities;
  }

  /** The chain that devices walk: each root is signed by the keys of the one before, and by its own. */
  List<SignedMetadata<Root>> roots() throws IOException {
    List<SignedMetadata<Root>> roots = new ArrayList<>();
    SignedMetadata<Root> newest = null;
    for (long version = 1; isThere(version); version++) {
      SignedMetadata<Root> next = parse("root", version, MetadataKind.ROOT);
      if (next.content().version() != version) {
        throw damaged("root", version,
            "expected that version in it, found " + next.content().version(), null);
      }
      if (newest != null) {
        requireSigned("root", next, newest.content().authority(MetadataKind.ROOT));
      }
      requireSigned("root", next, next.content().authority(MetadataKind.ROOT));
      newest = next;
      roots.add(next);
    }
    if (known != null) {
      requireKnown(known.as(MetadataKind.ROOT), newest);
    }
    return roots;
  }

  private boolean isThere(long version) {
    return Files.exists(layout.resolve(RepositoryLayout.metadata("root", version)));
  }

  /** Refuses a chain that does not lead through the root that somebody knows. */
  private void requireKnown(SignedMetadata<Root> right, @Nullable SignedMetadata<Root> newest)
      throws IOException {
    long version = right.content().version();
    if (newest == null || newest.content().version() < version) {
      throw new RefusedException(RefusedException.Reason.OTHER_ROOT, layout.directory()
          + ": expected root version " + version + " or a later one, found "
          + (newest == null ? "none" : newest.content().version())
          + "; the repository was restored from an old copy, or is another one");
    }
    if (!Arrays.equals(parse("root", version, MetadataKind.ROOT).canonical(), right.canonical())) {
      throw new RefusedException(RefusedException.Reason.OTHER_ROOT, layout.directory()
          + ": its root version " + version
          + " is not the one that you know; somebody has replaced "
          + "the repository, or this is another one. Nothing is signed for it");
    }
  }

  private <M extends Metadata> SignedMetadata<M> load(String role, MetadataKind<M> kind,
      ListedFile listed, Authority authority) throws IOException {
    return load(role, kind, listed, List.of(authority));
  }

  /** Reads a version of a role's metadata that one of some authorities has signed. */
  <M extends Metadata> SignedMetadata<M> load(String role, MetadataKind<M> kind,
      ListedFile listed, List<Authority> authorities) throws IOException {
    SignedMetadata<M> metadata = parse(role, listed.version(), kind);
    if (metadata.content().version() != listed.version()) {
      throw damaged(role, listed.version(),
          "expected that version in it, found " + metadata.content().version(), null);
    }
    if (authorities.stream().noneMatch(authority -> authority.count(metadata).met())) {
      requireSigned(role, metadata, authorities.getLast());
    }
    return metadata;
  }

  private static void requireSigned(String role, SignedMetadata<?> metadata, Authority authority)
      throws RefusedException {
    Threshold threshold = authority.count(metadata);
    if (!threshold.met()) {
      throw damaged(role, metadata.content().version(), threshold.toString(), null);
    }
  }

  private <M extends Metadata> SignedMetadata<M> parse(String role, long version,
      MetadataKind<M> kind) throws IOException {
    String name = RepositoryLayout.metadata(role, version);
    try (InputStream in = Files.newInputStream(layout.resolve(name))) {
      byte[] file = in.readNBytes(Document.MAX_LENGTH + 1);
      return SignedMetadata.parse(file, Document.MAX_LENGTH, kind);
    } catch (JsonException e) {
      throw damaged(role, version, String.valueOf(e.getMessage()), e);
    }
  }

  private static RefusedException damaged(String role, long version, String problem,
      @Nullable Throwable cause) {
    String name = RepositoryLayout.metadata(role, version);
    String message = name + ": " + problem
        + "; nothing is built on damaged metadata, restore the file from a copy";
    return cause == null
        ? new RefusedException(RefusedException.Reason.DAMAGED, message)
        : new RefusedException(RefusedException.Reason.DAMAGED, message, cause);
  }
}
