package dev.bascule.publisher.foreign;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;

/** A signature without any wrapping over SHA-256: RSA (PKCS #1 version 1.5, PSS) or ECDSA on P-256. */
public final class RawSignature {

  private static final int DIGEST = 32;
  private static final int P256 = 32;
  private static final int MIN_RSA_BITS = 2048;

  private final String source;
  private final byte[] signature;

  /** A signature from a file, which messages name. */
  public RawSignature(String source, byte[] signature) {
    this.source = source;
    this.signature = signature.clone();
  }

  /**
   * Requires that one of the keys that were named signed a message.
   *
   * @return whose, for people
   * @throws NotVouchedException if none did
   */
  public String require(Trust trust, byte[] message) throws NotVouchedException {
    for (PublicKey key : trust.bareKeys()) {
      if (verifies(key, message)) {
        return switch (key) {
          case RSAPublicKey rsa ->
            "an RSA key of " + rsa.getModulus().bitLength() + " bits that was named";
          default -> "a " + key.getAlgorithm() + " key that was named";
        };
      }
    }
    throw new NotVouchedException(source + ": no key that was named made this signature over this "
        + "content: it was changed after it was signed, or signed by someone else");
  }

  private boolean verifies(PublicKey key, byte[] message) {
    return switch (key) {
      case RSAPublicKey rsa when rsa.getModulus().bitLength() >= MIN_RSA_BITS ->
        verifies("SHA256withRSA", key, message, signature, -1)
            || verifies("RSASSA-PSS", key, message, signature, DIGEST)
            || verifies("RSASSA-PSS", key, message, signature, longestSalt(rsa));
      case ECPublicKey ec when ec.getParams().getOrder().bitLength() == 8 * P256 ->
        verifies("SHA256withECDSA", key, message,
            signature.length == 2 * P256 ? withStructure() : signature, -1);
      default -> false;
    };
  }

  /** OpenSSL's default when it signs. */
  private static int longestSalt(RSAPublicKey key) {
    return (key.getModulus().bitLength() + 6) / 8 - DIGEST - 2;
  }

  /** The two numbers, each of 32 bytes, in the form that the platform expects. */
  private byte[] withStructure() {
    try {
      return new DERSequence(new ASN1Integer[]{
          new ASN1Integer(new BigInteger(1, Arrays.copyOf(signature, P256))),
          new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(signature, P256, 2 * P256)))})
          .getEncoded();
    } catch (IOException e) {
      throw new LinkageError("encoding in memory failed", e);
    }
  }

  private static boolean verifies(
      String algorithm, PublicKey key, byte[] message, byte[] signature, int salt) {
    try {
      Signature verifier = Signature.getInstance(algorithm);
      if (salt >= 0) {
        verifier.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
      }
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | RuntimeException e) { // not even of the right form
      return false;
    }
  }
}
