package dev.bascule.updater.source;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;

/** Whether two keys are each other's. */
final class KeyPairs {

  private static final byte[] PROBE = {1, 2, 3};

  private KeyPairs() {}

  /** Signs with one and verifies with the other; of RSA keys the moduli say it. */
  static boolean belong(PrivateKey secret, PublicKey open) {
    if (secret instanceof RSAPrivateKey own && open instanceof RSAPublicKey other) {
      return own.getModulus().equals(other.getModulus());
    }
    try {
      Signature signature = Signature.getInstance(
          secret.getAlgorithm().equals("EC") ? "SHA256withECDSA" : secret.getAlgorithm());
      signature.initSign(secret);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
