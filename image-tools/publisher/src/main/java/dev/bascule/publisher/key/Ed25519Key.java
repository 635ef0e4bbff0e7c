package dev.bascule.publisher.key;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 private key (RFC 8032). Closing overwrites it. */
final class Ed25519Key implements PrivateKey {

  private final byte[] secret;

  /** Takes over the 32 bytes. */
  Ed25519Key(byte[] secret) {
    this.secret = secret;
  }

  static Ed25519Key generate(SecureRandom random) {
    byte[] secret = new byte[Ed25519.SECRET_KEY_SIZE];
    Ed25519.generatePrivateKey(random, secret);
    return new Ed25519Key(secret);
  }

  @Override
  public VerifyingKey publicKey() {
    byte[] point = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(secret, 0, point, 0);
    return VerifyingKey.of(KeyType.ED25519, point);
  }

  @Override
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(secret, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  /** RFC 8410 without the public key: OpenSSL refuses the form that carries it. */
  @Override
  public byte[] encode() {
    try {
      return new PrivateKeyInfo(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519),
          new DEROctetString(secret)).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new LinkageError("encoding in memory failed", e);
    }
  }

  @Override
  public void close() {
    Arrays.fill(secret, (byte) 0);
  }
}
