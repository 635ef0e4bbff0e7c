package dev.bascule.publisher.key;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** A private key in this process's memory. */
public sealed interface PrivateKey extends Signer permits Ed25519Key, EcdsaKey {

  /** Makes a new key. */
  static PrivateKey generate(KeyType type, SecureRandom random) {
    return switch (type) {
      case ED25519 -> Ed25519Key.generate(random);
      case ECDSA -> EcdsaKey.generate(random);
    };
  }

  /**
   * Reads a PKCS#8 PrivateKeyInfo (RFC 5958).
   *
   * @throws KeyException for anything but one Ed25519 or P-256 key
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
    } catch (IOException | RuntimeException e) { // BouncyCastle's parsers throw many kinds
      throw new KeyException(source, "not a private key: " + e.getMessage(), e);
    }
    throw new KeyException(source, "expected an ed25519 key or an ecdsa key on P-256");
  }

  /** The PKCS#8 PrivateKeyInfo that {@link #decode} reads. The caller wipes it. */
  byte[] encode();

  @Override
  byte[] sign(byte[] message);
}
