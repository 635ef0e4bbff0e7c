package dev.bascule.publisher.key;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** A private key in this process's memory. */
public sealed interface PrivateKey extends Signer permits Ed25519Key, EcdsaKey, MlDsaKey {

  /**
   * Makes a new key.
   *
   * @throws IllegalArgumentException for RSA, whose keys only security modules hold
   */
  static PrivateKey generate(KeyType type, SecureRandom random) {
    return switch (type) {
      case ED25519 -> Ed25519Key.generate(random);
      case ECDSA -> EcdsaKey.generate(random);
      case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> MlDsaKey.generate(type, random);
      case RSA -> throw new IllegalArgumentException("key type: rsa keys are for security modules "
          + "that have nothing better, and are made there; choose ed25519");
    };
  }

  /**
   * Reads a PKCS#8 PrivateKeyInfo (RFC 5958).
   *
   * @throws KeyException for anything but one Ed25519, P-256 or ML-DSA key
   */
  static PrivateKey decode(String source, byte[] pkcs8) throws KeyException {
    try {
      AsymmetricKeyParameter key = PrivateKeyFactory.createKey(PrivateKeyInfo.getInstance(pkcs8));
      if (key instanceof Ed25519PrivateKeyParameters ed25519) {
        return new Ed25519Key(ed25519.getEncoded());
      }
      if (key instanceof ECPrivateKeyParameters ec && EcdsaKey.isP256(ec)) {
        return new EcdsaKey(ec.getD());
      }
      if (key instanceof MLDSAPrivateKeyParameters mlDsa) {
        return MlDsaKey.of(source, mlDsa);
      }
    } catch (KeyException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // BouncyCastle's parsers throw many kinds
      throw new KeyException(source, "not a private key: " + e.getMessage(), e);
    }
    throw new KeyException(source,
        "expected an ed25519 key, an ecdsa key on P-256 or an ml-dsa key");
  }

  /** The PKCS#8 PrivateKeyInfo that {@link #decode} reads. The caller wipes it. */
  byte[] encode();

  @Override
  byte[] sign(byte[] message);
}
