package dev.bascule.publisher.repository;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.UtcSecond;
import dev.bascule.image.tuf.Authority;
import dev.bascule.image.tuf.KeyId;
import dev.bascule.image.tuf.Metadata;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Threshold;
import dev.bascule.publisher.key.KeyRing;
import dev.bascule.publisher.key.Signer;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next version of a role's metadata.
 *
 * @param now the signers' clock
 */
public record Signing(KeyRing keys, Lifetimes lifetimes, Instant now) {

  /** The version of the TUF specification that the metadata follows. */
  private static final String SPECIFICATION = "1.0.31";

  /**
   * Numbers and dates metadata: the version after the last, an expiry later than the last.
   *
   * @param last what it replaces, or null if it is the first
   */
  Document stamp(String role, MetadataKind<?> kind, ObjectNode body, @Nullable Metadata last)
      throws RefusedException {
    body.put("_type", kind.toString());
    body.put("spec_version", SPECIFICATION);
    body.put("version", last == null ? 1 : last.version() + 1);
    body.put("expires", UtcSecond.format(
        lifetimes.expiry(role, now, last == null ? null : last.expires())));
    body.put("x-signed-at", UtcSecond.format(now));
    return Document.unsigned(body);
  }

  /** Whether enough of a role's keys are at hand. */
  boolean canSign(Authority authority) {
    return authority.role()
        .enough(keys.signers(authority.role().keyIds())
            .stream()
            .map(signer -> authority.keys().get(signer.publicKey().id()))
            .filter(Objects::nonNull)
            .toList());
  }

  /** Signs with each key at hand that is one of some. */
  Document sign(Document document, Collection<KeyId> ids) throws IOException {
    Document signed = document;
    for (Signer signer : keys.signers(ids)) {
      signed = signed.signedBy(signer);
    }
    return signed;
  }

  /**
   * Stamps metadata and signs it with every key at hand that may.
   *
   * @param authority who must have signed
   * @param former who had to sign until now; they sign too, so that devices with the former keys follow
   * @throws RefusedException if too few of the keys are at hand
   */
  <M extends Metadata> SignedMetadata<M> renew(String role, MetadataKind<M> kind, ObjectNode body,
      @Nullable Metadata last, Authority authority, Authority former) throws IOException {
    Set<KeyId> ids = new HashSet<>(authority.role().keyIds());
    ids.addAll(former.role().keyIds());
    SignedMetadata<M> metadata = read(role, kind, sign(stamp(role, kind, body, last), ids));
    requireSigned(role, metadata, authority);
    return metadata;
  }

  /** Refuses metadata that too few keys have signed. */
  static void requireSigned(String role, SignedMetadata<?> metadata, Authority authority)
      throws RefusedException {
    Threshold threshold = authority.count(metadata);
    if (!threshold.met()) {
      throw new RefusedException(RefusedException.Reason.NOT_SIGNED, role + ": " + threshold);
    }
  }

  private static <M extends Metadata> SignedMetadata<M> read(String role, MetadataKind<M> kind,
      Document document) throws JsonException {
    try {
      return document.as(kind);
    } catch (JsonException e) {
      JsonException explained = new JsonException(role + " " + e.path(), "would be written wrong");
      explained.initCause(e);
      throw explained;
    }
  }
}
