package dev.bascule.publisher.repository;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Sha256;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.tuf.Authority;
import dev.bascule.image.tuf.Metadata;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.Root;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Snapshot;
import dev.bascule.image.tuf.Targets;
import dev.bascule.image.tuf.Timestamp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides which roles an edition gives a new version, and signs them: those that change, those whose signatures no
 * longer count because keys were exchanged, and whatever lists one of these.
 */
final class EditionSigner {

  private final Edition edition;
  private final Published base;
  private final Root root;
  private final Root formerRoot;
  private final List<MetadataFile> files = new ArrayList<>();

  private EditionSigner(Edition edition) throws RefusedException {
    this.edition = edition;
    this.base = edition.base();
    this.root = edition.newRoot().isPresent()
        ? edition.newRoot().get().content()
        : base.requireRoot(edition.signing().now()).content();
    this.formerRoot = base.newestRoot().map(SignedMetadata::content).orElse(root);
  }

  /**
   * Signs an edition.
   *
   * @return the new files in the order in which they must become visible; none if nothing changes
   * @throws RefusedException if a role's keys are not at hand, or the root is expired
   */
  static List<MetadataFile> sign(Edition edition) throws IOException {
    return new EditionSigner(edition).sign();
  }

  private List<MetadataFile> sign() throws IOException {
    SortedMap<String, SignedMetadata<Targets>> targets = signTargets();
    SignedMetadata<Snapshot> snapshot = signTop("snapshot", MetadataKind.SNAPSHOT, base.snapshot(),
        () -> snapshotBody(targets));
    SignedMetadata<Timestamp> timestamp = signTop("timestamp", MetadataKind.TIMESTAMP,
        base.timestamp(), () -> timestampBody(snapshot));
    Optional<SignedMetadata<Root>> newRoot = edition.newRoot();
    if (newRoot.isPresent()) {
      boolean devicesWithTheFormerRootFollow = formerRootAccepts(targets.get(Edition.TARGETS),
          MetadataKind.TARGETS)
          && formerRootAccepts(snapshot, MetadataKind.SNAPSHOT)
          && formerRootAccepts(timestamp, MetadataKind.TIMESTAMP);
      files.add(devicesWithTheFormerRootFollow ? files.size() : indexOfTimestamp(),
          MetadataFile.of("root", newRoot.get()));
    }
    return List.copyOf(files);
  }

  /**
   * Where a key was revoked that is not at hand, the new root must come first, and until the timestamp follows, which
   * is at once, no device can update. Otherwise all is signed by former and new keys, and the new root comes last.
   */
  private int indexOfTimestamp() {
    boolean timestampIsLast = !files.isEmpty() && files.getLast().role().equals("timestamp");
    return timestampIsLast ? files.size() - 1 : files.size();
  }

  private boolean formerRootAccepts(@Nullable SignedMetadata<?> metadata, MetadataKind<?> kind) {
    return metadata != null && formerRoot.authority(kind).count(metadata).met();
  }

  private SortedMap<String, SignedMetadata<Targets>> signTargets() throws IOException {
    SignedMetadata<Targets> top = signRole(Edition.TARGETS,
        root.authority(MetadataKind.TARGETS), formerRoot.authority(MetadataKind.TARGETS));
    Map<String, Authority> authorities = PublishedReader.authorities(top.content());
    Map<String, Authority> former = PublishedReader.authorities(
        base.role(Edition.TARGETS).orElse(top.content()));
    requireDelegated(authorities.keySet());
    SortedMap<String, SignedMetadata<Targets>> all = new TreeMap<>();
    for (Map.Entry<String, Authority> role : authorities.entrySet()) {
      if (waitsForItsFirstFile(role.getKey(), role.getValue())) {
        continue;
      }
      SignedMetadata<Targets> metadata = signRole(role.getKey(), role.getValue(),
          former.getOrDefault(role.getKey(), role.getValue()));
      all.put(role.getKey(), metadata);
      addIfNew(role.getKey(), metadata, base.targets().get(role.getKey()));
    }
    all.put(Edition.TARGETS, top);
    addIfNew(Edition.TARGETS, top, base.targets().get(Edition.TARGETS));
    return all;
  }

  private void requireDelegated(Set<String> delegated) throws RefusedException {
    for (String role : edition.changedRoles()) {
      if (!role.equals(Edition.TARGETS) && !delegated.contains(role)) {
        throw RefusedException.noSuchRole(role);
      }
    }
  }

  /** A new role whose keys are elsewhere has no metadata until someone publishes something in it. */
  private boolean waitsForItsFirstFile(String role, Authority authority) {
    return !base.targets().containsKey(role)
        && !edition.changedRoles().contains(role)
        && !edition.signing().canSign(authority);
  }

  private SignedMetadata<Targets> signRole(String role, Authority authority, Authority former)
      throws IOException {
    Optional<SignedMetadata<Targets>> adopted = edition.adopted(role);
    if (adopted.isPresent()) {
      Signing.requireSigned(role, adopted.get(), authority);
      return adopted.get();
    }
    SignedMetadata<Targets> last = base.targets().get(role);
    if (last != null && !edition.renews(role) && authority.count(last).met()) {
      return last;
    }
    return edition.signing()
        .renew(role, MetadataKind.TARGETS, edition.change(role).json(),
            last == null ? null : last.content(), authority, former);
  }

  /** Signs snapshot or timestamp, if anything that it lists is new. */
  private <M extends Metadata> SignedMetadata<M> signTop(String role, MetadataKind<M> kind,
      @Nullable SignedMetadata<M> last, BodyMaker body) throws IOException {
    Authority authority = root.authority(kind);
    if (last != null && files.isEmpty() && !edition.renews(role) && authority.count(last).met()) {
      return last;
    }
    SignedMetadata<M> metadata = edition.signing()
        .renew(role, kind, body.make(),
            last == null ? null : last.content(), authority, formerRoot.authority(kind));
    addIfNew(role, metadata, last);
    return metadata;
  }

  /** Lists every role that was ever listed: devices take one that is gone for an attack. */
  private ObjectNode snapshotBody(SortedMap<String, SignedMetadata<Targets>> targets)
      throws JsonException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode meta = body.putObject("meta");
    SignedMetadata<Snapshot> last = base.snapshot();
    if (last != null) {
      meta.setAll((ObjectNode) Document.parse(last.received()).signed().get("meta"));
    }
    targets.forEach((role, metadata) -> meta.set(role + ".json", listed(metadata)));
    return body;
  }

  private static ObjectNode timestampBody(SignedMetadata<Snapshot> snapshot) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("meta").set("snapshot.json", listed(snapshot));
    return body;
  }

  private static ObjectNode listed(SignedMetadata<?> metadata) {
    byte[] file = metadata.received();
    ObjectNode listed = JsonNodeFactory.instance.objectNode()
        .put("version", metadata.content().version())
        .put("length", file.length);
    listed.putObject("hashes").put("sha256", Sha256.digest(file).toString());
    return listed;
  }

  private <M extends Metadata> void addIfNew(String role, SignedMetadata<M> metadata,
      @Nullable SignedMetadata<M> last) {
    if (metadata != last) {
      files.add(MetadataFile.of(role, metadata));
    }
  }

  private interface BodyMaker {
    ObjectNode make() throws JsonException;
  }
}
