package dev.bascule.publisher.key;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * An ECDSA private key on NIST P-256 that signs SHA-256, with nonces by RFC 6979. Java cannot overwrite the number: it
 * is forgotten when it is collected.
 */
final class EcdsaKey implements PrivateKey {

  private static final ECNamedDomainParameters P256 = new ECNamedDomainParameters(
      SECObjectIdentifiers.secp256r1, CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1));

  private final ECPrivateKeyParameters key;

  EcdsaKey(BigInteger secret) {
    this.key = new ECPrivateKeyParameters(secret, P256);
  }

  static EcdsaKey generate(SecureRandom random) {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(P256, random));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    return new EcdsaKey(((ECPrivateKeyParameters) pair.getPrivate()).getD());
  }

  static boolean isP256(ECPrivateKeyParameters key) {
    return key.getParameters().getCurve().equals(P256.getCurve())
        && key.getParameters().getG().equals(P256.getG());
  }

  @Override
  public VerifyingKey publicKey() {
    ECPoint point = new FixedPointCombMultiplier().multiply(P256.getG(), key.getD());
    return VerifyingKey.of(KeyType.ECDSA, point.getEncoded(false));
  }

  @Override
  public byte[] sign(byte[] message) {
    SHA256Digest sha256 = new SHA256Digest();
    sha256.update(message, 0, message.length);
    byte[] digest = new byte[sha256.getDigestSize()];
    sha256.doFinal(digest, 0);
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, key);
    BigInteger[] signature = signer.generateSignature(digest);
    try {
      return StandardDSAEncoding.INSTANCE.encode(P256.getN(), signature[0], signature[1]);
    } catch (IOException e) {
      throw new LinkageError("encoding in memory failed", e);
    }
  }

  @Override
  public byte[] encode() {
    try {
      return PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new LinkageError("encoding in memory failed", e);
    }
  }

  @Override
  public void close() {}
}
