package dev.bascule.image.tuf;

import dev.bascule.image.json.CanonicalJson;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import java.util.List;

/**
 * A metadata file that is well formed. That its signatures are good is for an {@link Authority} to say.
 */
public final class SignedMetadata<M extends Metadata> {

  private final M content;
  private final List<MetadataSignature> signatures;
  private final byte[] canonical;
  private final byte[] received;

  private SignedMetadata(
      M content,
      List<MetadataSignature> signatures,
      byte[] canonical,
      byte[] received) {
    this.content = content;
    this.signatures = signatures;
    this.canonical = canonical;
    this.received = received;
  }

  /**
   * Reads a metadata file.
   *
   * @param file the bytes as received; they are kept as they are
   * @param maxLength the greatest length that is looked at, in bytes
   * @throws JsonException if it is not metadata of this kind; the message names the member
   */
  public static <M extends Metadata> SignedMetadata<M> parse(
      byte[] file,
      int maxLength,
      MetadataKind<M> kind) throws JsonException {
    Members document = StrictJson.parseObject(file, maxLength);
    Members signed = document.object("signed");
    return new SignedMetadata<>(
        kind.read(signed),
        MetadataSignature.readAll(document),
        CanonicalJson.encode(signed.node()),
        file.clone());
  }

  /** What was signed. */
  public M content() {
    return content;
  }

  /** The signatures, good or not. */
  public List<MetadataSignature> signatures() {
    return signatures;
  }

  /** A copy of the canonical form of what was signed. */
  public byte[] canonical() {
    return canonical.clone();
  }

  /** The file's length in bytes. */
  public int length() {
    return received.length;
  }

  /** A copy of the file's bytes as they were received. */
  public byte[] received() {
    return received.clone();
  }
}
