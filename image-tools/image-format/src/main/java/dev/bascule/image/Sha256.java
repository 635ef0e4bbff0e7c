package dev.bascule.image;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 digest (FIPS 180-4): 32 bytes, written as 64 lower-case hexadecimal digits. */
public final class Sha256 {

  /** Bytes in a digest. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private Sha256(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads 64 lower-case hexadecimal digits.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Sha256 parse(String hex) {
    if (hex.length() != 2 * LENGTH || !hex.chars().allMatch(Sha256::isLowerHex)) {
      throw new IllegalArgumentException(
          "not a SHA-256 in 64 lower-case hex digits: " + shorten(hex));
    }
    return new Sha256(HexFormat.of().parseHex(hex));
  }

  /** Copies a digest's 32 bytes. */
  public static Sha256 of(byte[] digest) {
    if (digest.length != LENGTH) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + digest.length);
    }
    return new Sha256(digest.clone());
  }

  /** Takes the next 32 bytes of a buffer. */
  public static Sha256 read(ByteBuffer source) {
    byte[] digest = new byte[LENGTH];
    source.get(digest);
    return new Sha256(digest);
  }

  /** The digest of some bytes. */
  public static Sha256 digest(byte[] content) {
    return new Sha256(newDigest().digest(content));
  }

  /** The digest of a buffer's remaining bytes; moves the buffer to its limit. */
  public static Sha256 digest(ByteBuffer content) {
    MessageDigest digest = newDigest();
    digest.update(content);
    return new Sha256(digest.digest());
  }

  /** A fresh digest. Every Java platform has SHA-256. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("this Java platform lacks SHA-256", e);
    }
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Puts the 32 bytes into a buffer. */
  public void write(ByteBuffer target) {
    target.put(bytes);
  }

  /** The first 12 digits, for people. */
  public String brief() {
    return toString().substring(0, 12);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sha256 that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }

  private static boolean isLowerHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static String shorten(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
