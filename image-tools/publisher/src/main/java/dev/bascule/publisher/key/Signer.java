package dev.bascule.publisher.key;

import java.io.Closeable;
import java.io.IOException;

/**
 * Something that signs with one private key: a key file, and whatever else keeps a key to itself (a security module, a
 * command). Closing it forgets the key as far as the platform allows.
 */
public interface Signer extends Closeable {

  /** The key that verifies what this signs. */
  VerifyingKey publicKey();

  /**
   * Signs a message whole.
   *
   * @return the signature in the form that the key's TUF scheme names
   * @throws IOException if the key cannot be reached or declines
   */
  byte[] sign(byte[] message) throws IOException;

  @Override
  void close();
}
