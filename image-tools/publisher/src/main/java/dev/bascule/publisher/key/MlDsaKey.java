package dev.bascule.publisher.key;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.generators.MLDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.MLDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;

/**
 * An ML-DSA private key (FIPS 204) that signs as TAP 21 says, in the deterministic variant. Closing overwrites it.
 */
final class MlDsaKey implements PrivateKey {

  private final KeyType type;
  private final MLDSAPrivateKeyParameters key;

  private MlDsaKey(KeyType type, MLDSAPrivateKeyParameters key) {
    this.type = type;
    this.key = key;
  }

  /**
   * Takes over a key.
   *
   * @throws KeyException for a key that signs digests only (HashML-DSA)
   */
  static MlDsaKey of(String source, MLDSAPrivateKeyParameters key) throws KeyException {
    for (KeyType type : KeyType.values()) {
      if (type.toString().equals(key.getParameters().getName())) {
        return new MlDsaKey(type, key);
      }
    }
    throw new KeyException(source,
        "expected a key of pure ML-DSA, found " + key.getParameters().getName());
  }

  static MlDsaKey generate(KeyType type, SecureRandom random) {
    MLDSAParameters parameters = switch (type) {
      case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
      case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
      case ML_DSA_87 -> MLDSAParameters.ml_dsa_87;
      case ED25519, ECDSA, RSA -> throw new IllegalArgumentException(type + " is not ML-DSA");
    };
    MLDSAKeyPairGenerator generator = new MLDSAKeyPairGenerator();
    generator.init(new MLDSAKeyGenerationParameters(random, parameters));
    return new MlDsaKey(type,
        (MLDSAPrivateKeyParameters) generator.generateKeyPair().getPrivate());
  }

  @Override
  public VerifyingKey publicKey() {
    return VerifyingKey.of(type, key.getPublicKeyParameters().getEncoded());
  }

  @Override
  public byte[] sign(byte[] message) {
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, key);
    byte[] digest = type.scheme().message(message);
    signer.update(digest, 0, digest.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new LinkageError("signing in memory failed", e);
    }
  }

  /** RFC 9881: the seed alone, unless the key came without it. */
  @Override
  public byte[] encode() {
    MLDSAPrivateKeyParameters stored = key.getSeed() == null
        ? key
        : key.getParametersWithFormat(MLDSAPrivateKeyParameters.SEED_ONLY);
    try {
      return PrivateKeyInfoFactory.createPrivateKeyInfo(stored).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new LinkageError("encoding in memory failed", e);
    }
  }

  @Override
  public void close() {
    key.destroy();
  }
}
