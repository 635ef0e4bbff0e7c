package dev.bascule.image.tuf;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way to sign that this client verifies (specification 4.2, TAP 21). The Java platform does the
 * verifying. Other key types and schemes are no error: their keys just never count.
 */
public enum SignatureScheme {
  ED25519("ed25519", "ed25519", "Ed25519", KeyFamily.CLASSICAL), ECDSA_P256(
      "ecdsa-sha2-nistp256", "ecdsa", "SHA256withECDSA",
      KeyFamily.CLASSICAL), RSA_PSS_SHA256("rsassa-pss-sha256", "rsa", "RSASSA-PSS",
          KeyFamily.CLASSICAL), ML_DSA_44("ml-dsa-44/1", "ml-dsa", "ML-DSA-44",
              KeyFamily.POST_QUANTUM), ML_DSA_65("ml-dsa-65/1", "ml-dsa", "ML-DSA-65",
                  KeyFamily.POST_QUANTUM), ML_DSA_87("ml-dsa-87/1", "ml-dsa", "ML-DSA-87",
                      KeyFamily.POST_QUANTUM);

  /** TAP 21, version 1 of the encoding: a domain, the version, and a SHA-512. */
  private static final byte[] ML_DSA_PREFIX = "tuf\1".getBytes(StandardCharsets.US_ASCII);

  /** ECDSA whose signature is r and s side by side (IEEE P1363). */
  private static final String ECDSA_FIXED_LENGTH = "SHA256withECDSAinP1363Format";

  private final String scheme;
  private final String keyType;
  private final String algorithm;
  private final KeyFamily family;

  SignatureScheme(String scheme, String keyType, String algorithm, KeyFamily family) {
    this.scheme = scheme;
    this.keyType = keyType;
    this.algorithm = algorithm;
    this.family = family;
  }

  /** The scheme of a key, if it is one of these. */
  static Optional<SignatureScheme> find(String keyType, String scheme) {
    return Arrays.stream(values())
        .filter(known -> known.scheme.equals(scheme) && known.isSpelt(keyType))
        .findFirst();
  }

  /** The name under {@code scheme} in a key's metadata. */
  public String schemeName() {
    return scheme;
  }

  /** The name to write under {@code keytype} in a key's metadata; more may be read. */
  public String keyType() {
    return keyType;
  }

  /** The Java platform's name of the signature algorithm. */
  public String algorithm() {
    return algorithm;
  }

  /** The parameters that the algorithm needs set before it signs or verifies, if any. */
  public Optional<AlgorithmParameterSpec> parameters() {
    return Optional.ofNullable(parametersOrNull());
  }

  /** What kind of attacker the scheme withstands. */
  public KeyFamily family() {
    return family;
  }

  /**
   * The bytes to give the signature algorithm.
   *
   * @param canonical the canonical form of what is signed
   * @return the same bytes, or for ML-DSA, whose devices may not take long messages, TAP 21's digest:
   *     {@code "tuf"}, 1, SHA-512
   */
  public byte[] message(byte[] canonical) {
    if (family != KeyFamily.POST_QUANTUM) {
      return canonical;
    }
    try {
      MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
      byte[] message = Arrays.copyOf(
          ML_DSA_PREFIX,
          ML_DSA_PREFIX.length + sha512.getDigestLength());
      sha512.update(canonical);
      sha512.digest(message, ML_DSA_PREFIX.length, sha512.getDigestLength());
      return message;
    } catch (GeneralSecurityException e) {
      throw new LinkageError("this Java platform lacks SHA-512", e);
    }
  }

  /** Older repositories have the scheme's name for the type of an ECDSA key. */
  private boolean isSpelt(String type) {
    return type.equals(keyType) || (this == ECDSA_P256 && type.equals(scheme));
  }

  /** Whether a signature over the canonical form is the key's. Malformed signatures are not. */
  boolean verifies(PublicKey key, byte[] canonical, byte[] signature) {
    Optional<byte[]> given =
        this == ECDSA_P256 ? EcdsaSignature.fixedLength(signature) : Optional.of(signature);
    if (given.isEmpty()) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(
          this == ECDSA_P256 ? ECDSA_FIXED_LENGTH : algorithm);
      AlgorithmParameterSpec parameters = parametersOrNull();
      if (parameters != null) {
        verifier.setParameter(parameters);
      }
      verifier.initVerify(key);
      verifier.update(message(canonical));
      return verifier.verify(given.get());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private @Nullable AlgorithmParameterSpec parametersOrNull() {
    return this == RSA_PSS_SHA256
        ? new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1)
        : null;
  }
}
