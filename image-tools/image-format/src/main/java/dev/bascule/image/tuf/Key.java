package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.QuotedText;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public key as metadata lists it (specification 4.2). A key of an unknown type or scheme, and one that
 * is malformed, is kept but never verifies anything: metadata that introduces a new kind of key stays
 * readable for devices that do not know it.
 */
public final class Key {

  private final KeyId id;
  private final String description;
  private final @Nullable SignatureScheme scheme;
  private final @Nullable PublicKey publicKey;
  private final @Nullable String defect;

  private Key(
      KeyId id,
      String description,
      @Nullable SignatureScheme scheme,
      @Nullable PublicKey publicKey,
      @Nullable String defect) {
    this.id = id;
    this.description = description;
    this.scheme = scheme;
    this.publicKey = publicKey;
    this.defect = defect;
  }

  /** Reads a key. Fails only where the specification leaves no room: type, scheme, an object of values. */
  public static Key read(KeyId id, Members key) throws JsonException {
    String type = key.string("keytype");
    String name = key.string("scheme");
    Members values = key.object("keyval");
    String description = QuotedText.whereNeeded(id.value()) + " ("
        + QuotedText.whereNeeded(type) + "/" + QuotedText.whereNeeded(name) + ")";
    Optional<SignatureScheme> scheme = SignatureScheme.find(type, name);
    if (scheme.isEmpty()) {
      return new Key(id, description, null, null, "its type or scheme is unknown to this client");
    }
    try {
      PublicKey publicKey = PublicKeyReader.read(scheme.get(), values.string("public"));
      return new Key(id, description, scheme.get(), publicKey, null);
    } catch (InvalidKeyException | JsonException e) {
      return new Key(id, description, null, null, e.getMessage());
    }
  }

  /** The key's name in the metadata that it was read from. */
  public KeyId id() {
    return id;
  }

  /** How the key signs, if this client can verify that. */
  public Optional<SignatureScheme> scheme() {
    return Optional.ofNullable(scheme);
  }

  /** Why the key never verifies anything, if so. */
  public Optional<String> defect() {
    return Optional.ofNullable(defect);
  }

  /** Whether a signature over a canonical form is this key's. */
  public boolean verifies(byte[] canonical, byte[] signature) {
    return scheme != null && publicKey != null
        && scheme.verifies(publicKey, canonical, signature);
  }

  /** Equal for keys that are the same key under different names. */
  Object identity() {
    return publicKey == null ? id : PublicKeyReader.identity(publicKey);
  }

  /** Id, type and scheme, for people. */
  @Override
  public String toString() {
    return description;
  }
}
