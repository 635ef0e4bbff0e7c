package dev.bascule.image.tuf;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text under {@code keyval.public}: 64 hexadecimal digits for Ed25519, otherwise an X.509
 * SubjectPublicKeyInfo in PEM. The key must be of the scheme's algorithm and of its parameters.
 */
final class PublicKeyReader {

  private static final Pattern PEM = Pattern.compile(
      "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]*)-----END PUBLIC KEY-----\\s*");
  /** RFC 8410: everything of an Ed25519 SubjectPublicKeyInfo but the key's 32 bytes. */
  private static final String ED25519_PREFIX = "302a300506032b6570032100";
  private static final BigInteger ED25519_PRIME =
      BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  /** One of the two y of the points of order 8; the other is its negative. */
  private static final BigInteger ED25519_ORDER_8 =
      new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16);
  private static final Set<BigInteger> ED25519_SMALL_ORDER = Set.of(BigInteger.ZERO, BigInteger.ONE,
      ED25519_PRIME.subtract(BigInteger.ONE), ED25519_ORDER_8,
      ED25519_PRIME.subtract(ED25519_ORDER_8));
  private static final int RSA_LEAST_BITS = 2048;
  private static final int RSA_MOST_BITS = 8192;

  private PublicKeyReader() {}

  /**
   * Reads a key.
   *
   * @throws InvalidKeyException if the text is not a key of the scheme; the message says why
   */
  static PublicKey read(SignatureScheme scheme, String text) throws InvalidKeyException {
    try {
      return switch (scheme) {
        case ED25519 -> ed25519(text);
        case ECDSA_P256 -> p256(text);
        case RSA_PSS_SHA256 -> rsa(text);
        case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> mlDsa(scheme, text);
      };
    } catch (InvalidKeyException e) {
      throw e;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new InvalidKeyException("not a public key for " + scheme.schemeName(), e);
    }
  }

  /**
   * What makes two keys the same, however they are written and named. Of a point on a curve it is one coordinate: whoever
   * has the private key of the one point has that of its mirror image.
   */
  static Object identity(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> rsa.getModulus();
      case ECPublicKey ec -> ec.getW().getAffineX();
      case EdECPublicKey ed -> ed.getPoint().getY();
      default -> new BigInteger(1, key.getEncoded());
    };
  }

  private static PublicKey ed25519(String text) throws GeneralSecurityException {
    if (text.length() != 64) {
      throw new InvalidKeyException("an Ed25519 key has 64 hex digits, not " + text.length());
    }
    byte[] encoded = HexFormat.of().parseHex(ED25519_PREFIX + text);
    PublicKey key =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    BigInteger y = ((EdECPublicKey) key).getPoint().getY();
    if (y.compareTo(ED25519_PRIME) >= 0) {
      throw new InvalidKeyException("a second spelling of an Ed25519 key");
    }
    if (ED25519_SMALL_ORDER.contains(y)) {
      throw new InvalidKeyException("an Ed25519 key that everybody can sign with");
    }
    return key;
  }

  private static PublicKey p256(String text) throws GeneralSecurityException {
    ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(pem(text));
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    ECParameterSpec p256 = curve.getParameterSpec(ECParameterSpec.class);
    ECParameterSpec found = key.getParams();
    if (!found.getCurve().equals(p256.getCurve())
        || !found.getGenerator().equals(p256.getGenerator())) {
      throw new InvalidKeyException("an ECDSA key must be on the curve P-256");
    }
    return key;
  }

  private static PublicKey rsa(String text) throws GeneralSecurityException {
    RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(pem(text));
    int bits = key.getModulus().bitLength();
    if (bits < RSA_LEAST_BITS || bits > RSA_MOST_BITS) {
      throw new InvalidKeyException("an RSA key must have " + RSA_LEAST_BITS + " to "
          + RSA_MOST_BITS + " bits, this one has " + bits);
    }
    BigInteger exponent = key.getPublicExponent();
    if (!exponent.testBit(0) || exponent.bitLength() < 2) {
      throw new InvalidKeyException("an RSA key's exponent must be odd and 3 or more, this one is "
          + exponent);
    }
    return key;
  }

  private static PublicKey mlDsa(SignatureScheme scheme, String text)
      throws GeneralSecurityException {
    PublicKey key = KeyFactory.getInstance("ML-DSA").generatePublic(pem(text));
    String found =
        key.getParams() instanceof NamedParameterSpec named ? named.getName() : "unknown";
    if (!found.equals(scheme.algorithm())) {
      throw new InvalidKeyException("the scheme " + scheme.schemeName() + " needs a key of "
          + scheme.algorithm() + ", this one is of " + found);
    }
    return key;
  }

  private static X509EncodedKeySpec pem(String text) throws InvalidKeyException {
    Matcher matcher = PEM.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidKeyException("not a public key in PEM");
    }
    return new X509EncodedKeySpec(
        Base64.getDecoder().decode(matcher.group(1).replaceAll("\\s", "")));
  }
}
