package dev.bascule.publisher.key;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * How a passphrase becomes an AES-256 key, and at what cost. A key file is hostile until it is opened, so that the cost
 * that it may ask for is bounded.
 */
@SuppressWarnings("ArrayRecordComponent") // parameters in passing, never compared
sealed interface KeyDerivation {

  /** Bytes in a key. */
  int KEY_LENGTH = 32;

  /** The 32 bytes of the key. The caller wipes them. */
  byte[] derive(Passphrase passphrase);

  /** The form in a key file. */
  KeyDerivationFunc encode();

  /**
   * RFC 7914.
   *
   * @param cost N, a power of two
   * @param blockSize r: takes {@code 128 × cost × blockSize} bytes, 256 MiB at most
   * @param passes p: 16 times the work of a new key at most
   */
  record Scrypt(byte[] salt, int cost, int blockSize, int passes) implements KeyDerivation {

    private static final long MAX_MEMORY = 256L << 20;
    private static final long MAX_WORK = 1L << 24;

    public Scrypt {
      requireSalt(salt);
      if (cost < 2 || Integer.bitCount(cost) != 1
          || blockSize < 1
          || passes < 1
          || 128L * cost * blockSize > MAX_MEMORY
          || (double) cost * blockSize * passes > MAX_WORK) {
        throw new IllegalArgumentException("scrypt: expected at most 256 MiB and 16 times the work "
            + "of a new key, found N=" + cost + " r=" + blockSize + " p=" + passes);
      }
    }

    /** For a new key: OWASP's advice for 16 MiB with more passes. OpenSSL reads no more memory than 32 MiB. */
    static Scrypt strong(byte[] salt) {
      return new Scrypt(salt, 1 << 14, 8, 8);
    }

    @Override
    public byte[] derive(Passphrase passphrase) {
      return SCrypt.generate(passphrase.bytes(), salt, cost, blockSize, passes, KEY_LENGTH);
    }

    @Override
    public KeyDerivationFunc encode() {
      return new KeyDerivationFunc(MiscObjectIdentifiers.id_scrypt,
          new ScryptParams(salt, cost, blockSize, passes));
    }

    private static Scrypt of(ScryptParams parameters) {
      requireKeyLength(parameters.getKeyLength());
      return new Scrypt(parameters.getSalt(),
          bounded(parameters.getCostParameter()),
          bounded(parameters.getBlockSize()),
          bounded(parameters.getParallelizationParameter()));
    }
  }

  /**
   * RFC 8018, section 5.2: what other tools write. This one never does.
   *
   * @param count iterations, 20 million at most
   * @param prf {@code hmacWithSHA256} or {@code hmacWithSHA512}
   */
  record Pbkdf2(byte[] salt, int count, ASN1ObjectIdentifier prf) implements KeyDerivation {

    private static final int MAX_COUNT = 20_000_000;

    public Pbkdf2 {
      requireSalt(salt);
      if (count < 1 || count > MAX_COUNT) {
        throw new IllegalArgumentException(
            "PBKDF2: expected 1 to " + MAX_COUNT + " iterations, found " + count);
      }
      if (!prf.equals(PKCSObjectIdentifiers.id_hmacWithSHA256)
          && !prf.equals(PKCSObjectIdentifiers.id_hmacWithSHA512)) {
        throw new IllegalArgumentException(
            "PBKDF2: expected hmacWithSHA256 or hmacWithSHA512, found " + prf);
      }
    }

    @Override
    public byte[] derive(Passphrase passphrase) {
      Digest digest = prf.equals(PKCSObjectIdentifiers.id_hmacWithSHA256)
          ? new SHA256Digest()
          : new SHA512Digest();
      PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(digest);
      generator.init(passphrase.bytes(), salt, count);
      return ((KeyParameter) generator.generateDerivedParameters(KEY_LENGTH * 8)).getKey();
    }

    @Override
    public KeyDerivationFunc encode() {
      return new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, count,
          new AlgorithmIdentifier(prf)));
    }

    private static Pbkdf2 of(PBKDF2Params parameters) {
      requireKeyLength(parameters.getKeyLength());
      return new Pbkdf2(parameters.getSalt(),
          bounded(parameters.getIterationCount()),
          parameters.getPrf().getAlgorithm());
    }
  }

  /**
   * Reads what a key file says.
   *
   * @throws IllegalArgumentException for other functions, and for a cost out of bounds
   */
  static KeyDerivation decode(KeyDerivationFunc function) {
    if (function.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
      return Scrypt.of(ScryptParams.getInstance(function.getParameters()));
    }
    if (function.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      return Pbkdf2.of(PBKDF2Params.getInstance(function.getParameters()));
    }
    throw new IllegalArgumentException(
        "key derivation: expected scrypt or PBKDF2, found " + function.getAlgorithm());
  }

  private static void requireSalt(byte[] salt) {
    if (salt.length < 8 || salt.length > 64) {
      throw new IllegalArgumentException("salt: expected 8 to 64 bytes, found " + salt.length);
    }
  }

  private static void requireKeyLength(BigInteger length) {
    if (length != null && !length.equals(BigInteger.valueOf(KEY_LENGTH))) {
      throw new IllegalArgumentException("key length: expected 32, found " + length);
    }
  }

  private static int bounded(BigInteger number) {
    if (number.signum() < 1 || number.bitLength() > 31) {
      throw new IllegalArgumentException("cost: out of bounds");
    }
    return number.intValue();
  }
}
