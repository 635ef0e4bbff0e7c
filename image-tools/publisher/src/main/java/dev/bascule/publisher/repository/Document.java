package dev.bascule.publisher.repository;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.CanonicalJson;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.image.tuf.Metadata;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.publisher.key.KeyException;
import dev.bascule.publisher.key.Signer;
import dev.bascule.publisher.key.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** A metadata file on its way from person to person: what is signed, and the signatures so far. */
public final class Document {

  /** A longer one is refused: what devices take for a targets role, 8 MiB. */
  public static final int MAX_LENGTH = 8 << 20;

  private static final int MAX_SIGNATURES = 1024;

  private final ObjectNode signed;
  private final SortedMap<String, String> signatures;

  private Document(ObjectNode signed, SortedMap<String, String> signatures) {
    this.signed = signed;
    this.signatures = signatures;
  }

  /** What nobody has signed yet. */
  static Document unsigned(ObjectNode signed) {
    return new Document(signed.deepCopy(), new TreeMap<>());
  }

  /** Reads a file, whatever role it is of and however many signatures it lacks. */
  public static Document parse(byte[] file) throws JsonException {
    Members document = StrictJson.parseObject(file, MAX_LENGTH);
    SortedMap<String, String> signatures = new TreeMap<>();
    for (Members signature : document.objects("signatures", MAX_SIGNATURES)) {
      if (signatures.put(signature.string("keyid"), signature.string("sig")) != null) {
        throw signature.wrong("keyid", "one signature of each key");
      }
    }
    return new Document((ObjectNode) document.object("signed").node(), signatures);
  }

  /**
   * The same with one more signature, or with a key's signature anew.
   *
   * @throws KeyException if a device would not take what the signer gave: a fault, or another key's signature
   */
  public Document signedBy(Signer signer) throws IOException {
    SortedMap<String, String> more = new TreeMap<>(signatures);
    byte[] message = CanonicalJson.encode(signed);
    byte[] signature = signer.sign(message);
    VerifyingKey key = signer.publicKey();
    if (!key.verifies(message, signature)) {
      throw new KeyException(key.toString(), "gave a signature of " + signature.length
          + " bytes that does not verify, and is not used; is it the private half of this very "
          + "public key?");
    }
    more.put(key.id().toString(), HexFormat.of().formatHex(signature));
    return new Document(signed, more);
  }

  /** A copy of what is signed. */
  public ObjectNode signed() {
    return signed.deepCopy();
  }

  /** The file on its way from person to person, with lines and spaces for them. */
  public byte[] encode() {
    return (json().toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The file as it is published: without a byte that no device needs. */
  public <M extends Metadata> SignedMetadata<M> as(MetadataKind<M> kind) throws JsonException {
    return SignedMetadata.parse(json().toString().getBytes(StandardCharsets.UTF_8), MAX_LENGTH,
        kind);
  }

  private ObjectNode json() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode list = document.putArray("signatures");
    signatures.forEach((keyId, signature) -> list.addObject()
        .put("keyid", keyId)
        .put("sig", signature));
    document.set("signed", signed);
    return document;
  }
}
