package dev.bascule.image.tuf;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;

/** Two RSA key pairs of 2048 bits, made once for all tests: to find their primes takes longer than all that they sign. */
final class RsaPairs {

  private static final List<KeyPair> PAIRS = new ArrayList<>();
  private static int given;

  private RsaPairs() {}

  /** A pair that is not the one that was given before. */
  static synchronized KeyPair next() {
    try {
      if (PAIRS.isEmpty()) {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        PAIRS.add(generator.generateKeyPair());
        PAIRS.add(generator.generateKeyPair());
      }
      return PAIRS.get(given++ % PAIRS.size());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
