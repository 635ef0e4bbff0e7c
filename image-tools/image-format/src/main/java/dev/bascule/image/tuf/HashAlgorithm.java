package dev.bascule.image.tuf;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash function that this client verifies. */
public enum HashAlgorithm {
  SHA256("sha256", "SHA-256", 32), SHA512("sha512", "SHA-512", 64);

  private final String label;
  private final String algorithm;
  private final int length;

  HashAlgorithm(String label, String algorithm, int length) {
    this.label = label;
    this.algorithm = algorithm;
    this.length = length;
  }

  /** Bytes in a digest. */
  public int length() {
    return length;
  }

  /** A fresh digest. */
  public MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("this Java platform lacks " + algorithm, e);
    }
  }

  String hex(byte[] content) {
    return HexFormat.of().formatHex(newDigest().digest(content));
  }

  /** The function's name in metadata. */
  @Override
  public String toString() {
    return label;
  }
}
