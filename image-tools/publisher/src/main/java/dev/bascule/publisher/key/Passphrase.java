package dev.bascule.publisher.key;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The secret that opens a private key's file: its bytes in UTF-8, overwritten with zeros when closed. */
public final class Passphrase implements Closeable {

  /** A longer one is refused. */
  public static final int MAX_LENGTH = 1024;

  /** A shorter one does not protect a new key. */
  static final int MIN_NEW_LENGTH = 8;

  private final byte[] bytes;

  private Passphrase(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies the passphrase's bytes. */
  public static Passphrase of(byte[] bytes) {
    if (bytes.length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "passphrase: expected at most " + MAX_LENGTH + " bytes, found " + bytes.length);
    }
    return new Passphrase(bytes.clone());
  }

  /** Takes what was typed, and overwrites the array. */
  static Passphrase typed(char[] typed) {
    ByteBuffer encoded = ByteBuffer.allocate(0);
    try {
      encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(typed));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return new Passphrase(bytes);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("passphrase: not text", e);
    } finally {
      Arrays.fill(typed, '\0');
      Arrays.fill(encoded.array(), (byte) 0);
    }
  }

  /** The bytes themselves, not a copy: good until this is closed. */
  public byte[] bytes() {
    return bytes;
  }

  boolean sameAs(Passphrase other) {
    return Arrays.equals(bytes, other.bytes);
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return "passphrase";
  }
}
