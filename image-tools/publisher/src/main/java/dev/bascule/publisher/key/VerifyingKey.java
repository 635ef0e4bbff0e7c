package dev.bascule.publisher.key;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.tuf.KeyId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** The public half of a key: what metadata lists, and what a {@code .pub} file holds in PEM form. */
public final class VerifyingKey {

  private static final String LABEL = "PUBLIC KEY";
  private static final AlgorithmIdentifier ED25519 = new AlgorithmIdentifier(
      EdECObjectIdentifiers.id_Ed25519);
  private static final AlgorithmIdentifier P256 = new AlgorithmIdentifier(
      X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1);

  private final KeyType type;
  private final SubjectPublicKeyInfo info;
  private final byte[] encoded;

  private VerifyingKey(KeyType type, SubjectPublicKeyInfo info, byte[] encoded) {
    this.type = type;
    this.info = info;
    this.encoded = encoded;
  }

  /** Reads a {@code .pub} file. */
  public static VerifyingKey read(Path file) throws IOException {
    return of(file.toString(), Pem.read(file));
  }

  /**
   * Reads a SubjectPublicKeyInfo (RFC 5280) in PEM form.
   *
   * @param source where the text is from, for messages
   * @throws KeyException for anything but one Ed25519 or P-256 key in its only DER encoding
   */
  static VerifyingKey of(String source, Pem pem) throws KeyException {
    if (!pem.label().equals(LABEL)) {
      throw new KeyException(source, "expected a public key (the file that ends in .pub), found "
          + pem.label());
    }
    try {
      return of(source, SubjectPublicKeyInfo.getInstance(pem.content()), pem.content());
    } catch (IOException | RuntimeException e) { // BouncyCastle's parsers throw many kinds
      if (e instanceof KeyException known) {
        throw known;
      }
      throw new KeyException(source, "not a public key: " + e.getMessage(), e);
    }
  }

  private static VerifyingKey of(String source, SubjectPublicKeyInfo info, byte[] found)
      throws IOException {
    KeyType type;
    if (info.getAlgorithm().equals(ED25519)) {
      type = KeyType.ED25519;
    } else if (info.getAlgorithm().equals(P256)) {
      type = KeyType.ECDSA;
    } else {
      throw new KeyException(source, "expected an ed25519 key or an ecdsa key on P-256, found "
          + info.getAlgorithm().getAlgorithm());
    }
    PublicKeyFactory.createKey(info); // refuses points that are not on the curve
    VerifyingKey key = of(type, info);
    if (!Arrays.equals(key.encoded, found)) {
      throw new KeyException(source, "the key is not in DER form");
    }
    return key;
  }

  /** A key that this program made. */
  static VerifyingKey of(KeyType type, byte[] publicBytes) {
    AlgorithmIdentifier algorithm = switch (type) {
      case ED25519 -> ED25519;
      case ECDSA -> P256;
    };
    try {
      return of(type, new SubjectPublicKeyInfo(algorithm, publicBytes));
    } catch (IOException e) {
      throw new LinkageError("encoding in memory failed", e);
    }
  }

  private static VerifyingKey of(KeyType type, SubjectPublicKeyInfo info) throws IOException {
    return new VerifyingKey(type, info, info.getEncoded(ASN1Encoding.DER));
  }

  public KeyType type() {
    return type;
  }

  /** TUF's key id: the SHA-256 of the key's canonical JSON (TUF specification, section 4.2). */
  public KeyId id() {
    return KeyId.of(json());
  }

  /** The key as TUF metadata has it: {@code keytype}, {@code scheme}, {@code keyval}. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("keytype", type.toString())
        .put("scheme", type.scheme());
    json.putObject("keyval").put("public", switch (type) {
      case ED25519 -> HexFormat.of().formatHex(info.getPublicKeyData().getBytes());
      case ECDSA -> pem();
    });
    return json;
  }

  /** The text of a {@code .pub} file. */
  public String pem() {
    return new Pem(LABEL, encoded).encode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyingKey that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return type + " " + id().toString().substring(0, 12);
  }
}
