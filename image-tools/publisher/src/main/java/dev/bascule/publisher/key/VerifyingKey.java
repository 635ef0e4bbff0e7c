package dev.bascule.publisher.key;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.tuf.Key;
import dev.bascule.image.tuf.KeyId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** The public half of a key: what metadata lists, and what a {@code .pub} file holds in PEM form. */
public final class VerifyingKey {

  private static final String LABEL = "PUBLIC KEY";

  private final KeyType type;
  private final byte[] encoded;
  private final ObjectNode json;
  private final Key asDevice;

  private VerifyingKey(KeyType type, SubjectPublicKeyInfo info) throws IOException {
    this.type = type;
    this.encoded = info.getEncoded(ASN1Encoding.DER);
    this.json = JsonNodeFactory.instance.objectNode()
        .put("keytype", type.scheme().keyType())
        .put("scheme", type.scheme().schemeName());
    json.putObject("keyval")
        .put("public", type == KeyType.ED25519
            ? HexFormat.of().formatHex(info.getPublicKeyData().getBytes())
            : pem());
    this.asDevice = readAsDevice(json);
  }

  private static Key readAsDevice(ObjectNode json) {
    try {
      return Key.read(KeyId.of(json), Members.of(json));
    } catch (JsonException e) {
      throw new LinkageError("a key is written wrong", e);
    }
  }

  /** Reads a {@code .pub} file. */
  public static VerifyingKey read(Path file) throws IOException {
    return of(file.toString(), Pem.read(file));
  }

  /**
   * Reads a SubjectPublicKeyInfo (RFC 5280) in PEM form.
   *
   * @param source where the text is from, for messages
   * @throws KeyException for anything but one key in its only DER encoding, of a kind that devices know
   */
  static VerifyingKey of(String source, Pem pem) throws KeyException {
    if (!pem.label().equals(LABEL)) {
      throw new KeyException(source, "expected a public key (the file that ends in .pub), found "
          + pem.label());
    }
    return of(source, pem.content());
  }

  /**
   * Reads a SubjectPublicKeyInfo in DER form.
   *
   * @param source where the bytes are from, for messages
   * @throws KeyException like {@link #of(String, Pem)}
   */
  public static VerifyingKey of(String source, byte[] der) throws KeyException {
    try {
      return of(source, SubjectPublicKeyInfo.getInstance(der), der);
    } catch (KeyException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // BouncyCastle's parsers throw many kinds
      throw new KeyException(source, "not a public key: " + e.getMessage(), e);
    }
  }

  /**
   * A key from elsewhere.
   *
   * @param source where it is from, for messages
   * @param publicBytes what a SubjectPublicKeyInfo of the type has in its bit string
   * @throws KeyException if it is no key of the type, or none that devices know
   */
  public static VerifyingKey of(String source, KeyType type, byte[] publicBytes)
      throws KeyException {
    try {
      return of(source, new SubjectPublicKeyInfo(KeyAlgorithm.of(type), publicBytes)
          .getEncoded(ASN1Encoding.DER));
    } catch (KeyException e) {
      throw e;
    } catch (IOException e) {
      throw new LinkageError("encoding in memory failed", e);
    }
  }

  private static VerifyingKey of(String source, SubjectPublicKeyInfo info, byte[] found)
      throws IOException {
    KeyType type = KeyAlgorithm.type(info.getAlgorithm())
        .orElseThrow(() -> new KeyException(source, "expected an ed25519 key, an ecdsa key on "
            + "P-256, an rsa key or an ml-dsa key, found " + info.getAlgorithm().getAlgorithm()));
    PublicKeyFactory.createKey(info); // refuses points that are not on the curve
    VerifyingKey key = new VerifyingKey(type, type == KeyType.RSA ? normal(info) : info);
    if (!Arrays.equals(key.encoded, found)) {
      throw new KeyException(source, "the key is not in DER form");
    }
    if (key.asDevice.defect().isPresent()) {
      throw new KeyException(source, "devices cannot use it: " + key.asDevice.defect().get());
    }
    return key;
  }

  /** RSA's numbers are ASN.1 within the ASN.1, with as many spellings. */
  private static SubjectPublicKeyInfo normal(SubjectPublicKeyInfo rsa) throws IOException {
    return new SubjectPublicKeyInfo(rsa.getAlgorithm(),
        RSAPublicKey.getInstance(rsa.parsePublicKey()));
  }

  /** A key that this program made. */
  static VerifyingKey of(KeyType type, byte[] publicBytes) {
    try {
      return new VerifyingKey(type,
          new SubjectPublicKeyInfo(KeyAlgorithm.of(type), publicBytes));
    } catch (IOException e) {
      throw new LinkageError("encoding in memory failed", e);
    }
  }

  public KeyType type() {
    return type;
  }

  /** TUF's key id: the SHA-256 of the key's canonical JSON (TUF specification, section 4.2). */
  public KeyId id() {
    return asDevice.id();
  }

  /** The key as TUF metadata has it: {@code keytype}, {@code scheme}, {@code keyval}. */
  public ObjectNode json() {
    return json.deepCopy();
  }

  /** The key as a device reads it. */
  public Key asDevice() {
    return asDevice;
  }

  /** Whether a device takes a signature over a message for this key's. */
  public boolean verifies(byte[] message, byte[] signature) {
    return asDevice.verifies(message, signature);
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
