package dev.bascule.publisher.pkcs11;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.bascule.image.Sha256;
import dev.bascule.publisher.key.KeyType;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * How a token signs for each kind of key (CK_MECHANISM). Tokens are slow and have little room, so that they are given a
 * digest wherever the scheme allows.
 */
enum Mechanism {
  /** CKM_EDDSA without parameters: Ed25519 over the message itself. */
  EDDSA(KeyType.ED25519, 0x1057),
  /** CKM_ECDSA: over a digest; gives r and s side by side. */
  ECDSA(KeyType.ECDSA, 0x1041),
  /** CKM_RSA_PKCS_PSS with SHA-256 and a salt of 32 bytes: over a digest. */
  RSA_PSS(KeyType.RSA, 0xd);

  private static final int CKM_SHA256 = 0x250;
  private static final int CKG_MGF1_SHA256 = 2;
  private static final int SALT_LENGTH = 32;
  private static final int WORDS = 3;
  private static final int P256_BYTES = 32;

  private final KeyType type;
  private final int number;

  Mechanism(KeyType type, int number) {
    this.type = type;
    this.number = number;
  }

  static Mechanism of(KeyType type) {
    return Arrays.stream(values())
        .filter(mechanism -> mechanism.type == type)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(type + " keys have no mechanism here"));
  }

  /** CK_RSA_PKCS_PSS_PARAMS: digest, mask and salt; others have none, and get room that nobody reads. */
  Memory parameter() {
    Memory parameter = new Memory((long) WORDS * Cryptoki.WORD);
    parameter.setNativeLong(0, new NativeLong(CKM_SHA256));
    parameter.setNativeLong(Cryptoki.WORD, new NativeLong(CKG_MGF1_SHA256));
    parameter.setNativeLong(2L * Cryptoki.WORD, new NativeLong(SALT_LENGTH));
    return parameter;
  }

  /** CK_MECHANISM: the number, and where its parameter is. */
  Memory structure(Memory parameter) {
    Memory structure = new Memory((long) WORDS * Cryptoki.WORD);
    structure.setNativeLong(0, new NativeLong(number));
    structure.setPointer(Cryptoki.WORD, this == RSA_PSS ? parameter : Pointer.NULL);
    structure.setNativeLong(2L * Cryptoki.WORD,
        new NativeLong(this == RSA_PSS ? parameter.size() : 0));
    return structure;
  }

  /** What the token is given to sign. */
  byte[] input(byte[] message) {
    return this == EDDSA ? message : Sha256.digest(message).bytes();
  }

  /**
   * The signature in the form that the key's scheme names.
   *
   * @throws TokenException if the token gave something else
   */
  byte[] output(Pkcs11Uri source, byte[] signature) throws TokenException {
    return this == ECDSA ? encodeDer(source, signature) : signature;
  }

  private static byte[] encodeDer(Pkcs11Uri source, byte[] signature) throws TokenException {
    if (signature.length != 2 * P256_BYTES) {
      throw new TokenException(source,
          "expected a signature of " + 2 * P256_BYTES + " bytes, found " + signature.length);
    }
    try {
      return StandardDSAEncoding.INSTANCE.encode(
          CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1).getN(),
          new BigInteger(1, signature, 0, P256_BYTES),
          new BigInteger(1, signature, P256_BYTES, P256_BYTES));
    } catch (IOException | IllegalArgumentException e) {
      throw new TokenException(source, "gave no ECDSA signature: " + e.getMessage());
    }
  }
}
