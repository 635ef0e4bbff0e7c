package dev.bascule.publisher.key;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * A private key under a passphrase: PKCS#8's EncryptedPrivateKeyInfo with PBES2 and AES-256-CBC (RFC 8018), which OpenSSL
 * reads too.
 *
 * @param iv the cipher's first block
 * @param text the encrypted PrivateKeyInfo
 */
@SuppressWarnings("ArrayRecordComponent") // a file in passing, never compared
record KeyCipher(KeyDerivation derivation, byte[] iv, byte[] text) {

  private static final int SALT_LENGTH = 16;
  private static final int IV_LENGTH = 16;

  /** Encrypts a PrivateKeyInfo. */
  static KeyCipher encrypt(byte[] privateKey, Passphrase passphrase, SecureRandom random) {
    byte[] salt = new byte[SALT_LENGTH];
    random.nextBytes(salt);
    byte[] iv = new byte[IV_LENGTH];
    random.nextBytes(iv);
    KeyDerivation derivation = KeyDerivation.Scrypt.strong(salt);
    try {
      byte[] text = crypt(Cipher.ENCRYPT_MODE, derivation, passphrase, iv, privateKey);
      return new KeyCipher(derivation, iv, text);
    } catch (GeneralSecurityException e) {
      throw new LinkageError("this Java platform cannot encrypt a key", e);
    }
  }

  /**
   * Reads an EncryptedPrivateKeyInfo.
   *
   * @throws KeyException for other ciphers, and for a cost that is out of bounds
   */
  static KeyCipher decode(String source, byte[] encoded) throws KeyException {
    try {
      EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(encoded);
      AlgorithmIdentifier algorithm = info.getEncryptionAlgorithm();
      if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
        throw otherCipher(source);
      }
      PBES2Parameters parameters = PBES2Parameters.getInstance(algorithm.getParameters());
      EncryptionScheme scheme = parameters.getEncryptionScheme();
      if (!scheme.getAlgorithm().equals(NISTObjectIdentifiers.id_aes256_CBC)) {
        throw otherCipher(source);
      }
      byte[] iv = ASN1OctetString.getInstance(scheme.getParameters()).getOctets();
      if (iv.length != IV_LENGTH) {
        throw new IllegalArgumentException("IV: expected 16 bytes, found " + iv.length);
      }
      return new KeyCipher(KeyDerivation.decode(parameters.getKeyDerivationFunc()), iv,
          info.getEncryptedData());
    } catch (RuntimeException e) { // BouncyCastle's parsers throw many kinds
      throw new KeyException(source,
          "not an encrypted private key: " + e.getMessage(), e);
    }
  }

  /** The bytes that {@link #decode} reads. */
  byte[] encode() {
    PBES2Parameters parameters = new PBES2Parameters(derivation.encode(),
        new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)));
    try {
      return new EncryptedPrivateKeyInfo(
          new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), text)
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new LinkageError("encoding in memory failed", e);
    }
  }

  /**
   * The PrivateKeyInfo. The caller wipes it.
   *
   * @throws WrongPassphraseException if the passphrase is another's
   */
  byte[] decrypt(String source, Passphrase passphrase) throws KeyException {
    try {
      byte[] plain = crypt(Cipher.DECRYPT_MODE, derivation, passphrase, iv, text);
      requireKey(source, plain);
      return plain;
    } catch (BadPaddingException e) {
      throw new WrongPassphraseException(source, e);
    } catch (GeneralSecurityException e) {
      throw new KeyException(source,
          "not an encrypted private key: " + e.getMessage(), e);
    }
  }

  /** One wrong passphrase of 256 gives garbage with a padding that looks right. */
  private static void requireKey(String source, byte[] plain) throws WrongPassphraseException {
    try {
      PrivateKeyInfo.getInstance(plain);
    } catch (RuntimeException e) { // BouncyCastle's parsers throw many kinds
      Arrays.fill(plain, (byte) 0);
      throw new WrongPassphraseException(source, e);
    }
  }

  private static byte[] crypt(int mode, KeyDerivation derivation, Passphrase passphrase,
      byte[] iv, byte[] text) throws GeneralSecurityException {
    byte[] key = derivation.derive(passphrase);
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(text);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static KeyException otherCipher(String source) {
    return new KeyException(source, "expected PBES2 with AES-256-CBC; convert it with: "
        + "openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt -in " + source);
  }
}
