package dev.bascule.publisher.repository;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.tuf.Authority;
import dev.bascule.image.tuf.Metadata;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.Root;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.TargetFile;
import dev.bascule.image.tuf.Targets;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a repository will publish next: what is published, and what changes. It touches no disk; {@link EditionSigner}
 * decides what that means for each role.
 */
public final class Edition {

  static final String TARGETS = "targets";

  private final Published base;
  private final Signing signing;
  private final SortedMap<String, TargetsBody> changed = new TreeMap<>();
  private final Map<String, SignedMetadata<Targets>> adopted = new HashMap<>();
  private final Set<String> renewed = new HashSet<>();
  private @Nullable SignedMetadata<Root> newRoot;

  /** The edition after one that is published. */
  public Edition(Published base, Signing signing) {
    this.base = base;
    this.signing = signing;
  }

  /**
   * Lists a file in a role.
   *
   * @throws RefusedException if others have signed the role already, and not this file
   */
  void putTarget(String role, String path, long length, Sha256 sha256) throws IOException {
    SignedMetadata<Targets> signed = adopted.get(role);
    if (signed == null) {
      change(role).putTarget(path, length, sha256);
      return;
    }
    TargetFile listed = signed.content().targets().get(path);
    if (listed == null || listed.length() != length
        || !listed.hashes().sha256().filter(sha256::equals).isPresent()) {
      throw new RefusedException(RefusedException.Reason.TARGET_DIFFERS, path + ": the signed "
          + role + " " + (listed == null ? "does not list it" : "lists another")
          + "; draft it again from this very image");
    }
  }

  /**
   * Lists an image whose files stay where they are: for a draft.
   *
   * @throws RefusedException if the image is for other models, or its version is published with other content
   */
  public void listImage(ModelRoles model, ImageRelease image) throws IOException {
    for (ImageFile file : image.newFiles(base, model)) {
      putTarget(model.images(), model.imagePath(image.manifest().version(), file.name()),
          file.length(), file.sha256());
    }
  }

  /** Lists no file of an image any more; {@link ImageRemoval} says whether that hurts nobody. */
  void removeImage(ModelRoles model, Version version) throws JsonException {
    String directory = model.imagePath(version, "");
    TargetsBody body = change(model.images());
    base.role(model.images())
        .stream()
        .flatMap(role -> role.targets().keySet().stream())
        .filter(path -> path.startsWith(directory))
        .forEach(body::removeTarget);
  }

  /** Says who signs a model's images. */
  public void delegateImages(ModelRoles model, RoleSignatories signatories) throws JsonException {
    change(TARGETS).delegate(model.images(), model.imagesPattern(), signatories);
  }

  /** Says who signs what a model's channels offer. */
  public void delegateRollout(ModelRoles model, RoleSignatories signatories)
      throws JsonException {
    change(TARGETS).delegate(model.rollout(), model.catalogPath(), signatories);
  }

  /** Renews a role though nothing changes in it but its version and its dates. */
  public void renew(String role) throws JsonException {
    if (role.equals("snapshot") || role.equals("timestamp")) {
      renewed.add(role);
    } else {
      change(role);
    }
  }

  /**
   * Takes a targets role's metadata that others have signed.
   *
   * @throws RefusedException if it does not follow the published version
   */
  public void adopt(String role, Document document) throws IOException {
    SignedMetadata<Targets> metadata = document.as(MetadataKind.TARGETS);
    requireSuccessor(role, metadata.content(), base.role(role).orElse(null));
    adopted.put(role, metadata);
  }

  /**
   * Takes a new root that its keys' holders have signed. The published one again changes nothing.
   *
   * @throws RefusedException if it does not follow the published one, is expired, or too few have signed it
   */
  public void replaceRoot(Document document) throws IOException {
    SignedMetadata<Root> root = document.as(MetadataKind.ROOT);
    SignedMetadata<Root> last = base.root();
    if (last != null && Arrays.equals(last.canonical(), root.canonical())) {
      return;
    }
    requireSuccessor("root", root.content(), last == null ? null : last.content());
    if (last != null) {
      Signing.requireSigned("root, by the published root's keys", root,
          last.content().authority(MetadataKind.ROOT));
    }
    Signing.requireSigned("root, by its own keys", root,
        root.content().authority(MetadataKind.ROOT));
    newRoot = root;
  }

  /**
   * The next version of a role for others to sign, with the signatures of those keys of its that are at hand.
   *
   * @throws RefusedException if the repository has no such role
   */
  public Document draft(String role) throws IOException {
    Authority authority = base.authority(role);
    return signing.sign(signing.stamp(role, MetadataKind.TARGETS, change(role).json(),
        base.role(role).orElse(null)), authority.role().keyIds());
  }

  private void requireSuccessor(String role, Metadata next, @Nullable Metadata last)
      throws RefusedException {
    long expected = last == null ? 1 : last.version() + 1;
    if (next.version() != expected) {
      throw new RefusedException(RefusedException.Reason.VERSION_NOT_NEXT, role
          + ": expected version " + expected + ", found " + next.version()
          + "; draft it again from what is published now");
    }
    if (last != null && !next.expires().isAfter(last.expires())) {
      throw new RefusedException(RefusedException.Reason.EXPIRY_NOT_LATER, role
          + ": expected an expiry later than the published one's, " + last.expires() + ", found "
          + next.expires());
    }
    if (!next.expires().isAfter(signing.now())) {
      throw new RefusedException(RefusedException.Reason.EXPIRED, role + ": version "
          + next.version() + " expired at " + next.expires() + ", and it is " + signing.now());
    }
  }

  /** What a role will sign; it is renewed from now on. */
  TargetsBody change(String role) throws JsonException {
    TargetsBody body = changed.get(role);
    if (body == null) {
      SignedMetadata<Targets> last = base.targets().get(role);
      body = last == null ? TargetsBody.empty() : TargetsBody.of(last);
      changed.put(role, body);
    }
    return body;
  }

  /** Whether a role will list a file. */
  public boolean lists(String role, String path) {
    TargetsBody body = changed.get(role);
    if (body != null) {
      return body.hasTarget(path);
    }
    return adopted(role).map(SignedMetadata::content)
        .or(() -> base.role(role))
        .filter(targets -> targets.targets().containsKey(path))
        .isPresent();
  }

  Published base() {
    return base;
  }

  Signing signing() {
    return signing;
  }

  Optional<SignedMetadata<Root>> newRoot() {
    return Optional.ofNullable(newRoot);
  }

  Optional<SignedMetadata<Targets>> adopted(String role) {
    return Optional.ofNullable(adopted.get(role));
  }

  /** The targets roles that change, whoever signs them. */
  Set<String> changedRoles() {
    Set<String> roles = new HashSet<>(changed.keySet());
    roles.addAll(adopted.keySet());
    return roles;
  }

  boolean renews(String role) {
    return renewed.contains(role) || changed.containsKey(role);
  }
}
