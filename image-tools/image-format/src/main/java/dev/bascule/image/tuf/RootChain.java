package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import java.io.IOException;
import java.util.Optional;

/**
 * The chain of root metadata (specification 5.2, 5.3): each version is signed by the threshold of the one
 * before and by its own. It begins with the anchor that the image was built with, so that whoever can write
 * to the store cannot put another root in its place.
 */
final class RootChain {

  private final TrustedStore store;
  private final Limits limits;

  RootChain(TrustedStore store, Limits limits) {
    this.store = store;
    this.limits = limits;
  }

  /** The newest root that the store proves to follow from the anchor. */
  Root load(byte[] anchor) throws IOException {
    Root trusted = readAnchor(anchor);
    for (Optional<Root> next = heldSuccessor(trusted); next.isPresent(); next = heldSuccessor(
        trusted)) {
      trusted = next.get();
    }
    return trusted;
  }

  /**
   * Goes on with what the repository has, up to the limit of a cycle. Each root is stored once it is
   * verified, its expiry apart: that is the caller's to check, of the last one.
   *
   * <p>Where a key of the timestamp or snapshot role is revoked, the store's metadata of both is dropped,
   * so that versions that ran ahead in the wrong hands do not bind this device (5.3.11). That is done
   * before the root is stored: a power cut in between, and it is done again.
   */
  Root update(Root from, Repository repository) throws IOException {
    Root trusted = from;
    for (int i = 0; i < limits.roots(); i++) {
      long version = trusted.version() + 1;
      Optional<byte[]> file =
          repository.readMetadata("root", version + ".root.json", limits.root());
      if (file.isEmpty()) {
        return trusted;
      }
      Root next = successor(trusted, file.get());
      if (next.revokes(trusted, MetadataKind.TIMESTAMP)
          || next.revokes(trusted, MetadataKind.SNAPSHOT)) {
        store.delete(MetadataKind.TIMESTAMP.toString());
        store.delete(MetadataKind.SNAPSHOT.toString());
      }
      store.writeRoot(version, file.get());
      trusted = next;
    }
    return trusted;
  }

  private Root readAnchor(byte[] anchor) throws TrustAnchorException {
    SignedMetadata<Root> root;
    try {
      root = SignedMetadata.parse(anchor, limits.root(), MetadataKind.ROOT);
    } catch (JsonException e) {
      throw new TrustAnchorException(e);
    }
    Threshold threshold = root.content().authority(MetadataKind.ROOT).count(root);
    if (!threshold.met()) {
      throw new TrustAnchorException(threshold);
    }
    return root.content();
  }

  private Optional<Root> heldSuccessor(Root trusted) throws IOException {
    Optional<byte[]> file = store.readRoot(trusted.version() + 1, limits.root());
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(successor(trusted, file.get()));
    } catch (TufException e) {
      return Optional.empty();
    }
  }

  private Root successor(Root trusted, byte[] file) throws TufException {
    SignedMetadata<Root> next;
    try {
      next = SignedMetadata.parse(file, limits.root(), MetadataKind.ROOT);
    } catch (JsonException e) {
      throw new MalformedException("root", e);
    }
    trusted.authority(MetadataKind.ROOT).requireSigned("root", next);
    next.content().authority(MetadataKind.ROOT).requireSigned("root", next);
    long expected = trusted.version() + 1;
    if (next.content().version() != expected) {
      throw new MismatchException("root", "version", expected, next.content().version());
    }
    return next.content();
  }
}
