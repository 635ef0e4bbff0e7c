package dev.bascule.image.tuf;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The curve of Ed25519 (RFC 8032, section 5.1) as in the book: slow, plain, and able to sign what nobody should. */
final class Edwards25519 {

  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  /** The order of the base point. */
  static final BigInteger L = BigInteger.TWO.pow(252)
      .add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger D = BigInteger.valueOf(-121665)
      .multiply(BigInteger.valueOf(121666).modInverse(P))
      .mod(P);
  private static final BigInteger ROOT_OF_MINUS_ONE =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

  private Edwards25519() {}

  /** A point of the curve. */
  record Point(BigInteger x, BigInteger y) {

    static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);

    Point plus(Point other) {
      BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
      BigInteger newX = x.multiply(other.y)
          .add(y.multiply(other.x))
          .multiply(BigInteger.ONE.add(product).modInverse(P));
      BigInteger newY = y.multiply(other.y)
          .add(x.multiply(other.x))
          .multiply(BigInteger.ONE.subtract(product).modInverse(P));
      return new Point(newX.mod(P), newY.mod(P));
    }

    Point times(BigInteger factor) {
      Point sum = NEUTRAL;
      for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
        sum = sum.plus(sum);
        sum = factor.testBit(bit) ? sum.plus(this) : sum;
      }
      return sum;
    }

    byte[] encode() {
      byte[] encoded = littleEndian(y);
      encoded[31] |= (byte) (x.testBit(0) ? 0x80 : 0);
      return encoded;
    }
  }

  static Point base() {
    return point(BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P), false);
  }

  /** A point of order 8, all of whose multiples have a small order too. */
  static Point ofOrderEight() {
    return point(new BigInteger(
        "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16), false);
  }

  /** The point of a y. */
  static Point point(BigInteger y, boolean odd) {
    BigInteger square = y.multiply(y).mod(P);
    BigInteger xSquare = square.subtract(BigInteger.ONE)
        .multiply(D.multiply(square).add(BigInteger.ONE).modInverse(P))
        .mod(P);
    BigInteger x = xSquare.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(xSquare)) {
      x = x.multiply(ROOT_OF_MINUS_ONE).mod(P);
    }
    if (!x.multiply(x).mod(P).equals(xSquare)) {
      throw new IllegalArgumentException("no point has this y");
    }
    return new Point(x.testBit(0) == odd ? x : P.subtract(x).mod(P), y);
  }

  /** The signature with a secret number, a nonce's point of any kind, and the nonce. */
  static byte[] sign(BigInteger secret, byte[] publicKey, byte[] noncePoint, BigInteger nonce,
      byte[] message) {
    BigInteger k = hash(noncePoint, publicKey, message);
    BigInteger s = nonce.add(k.multiply(secret)).mod(L);
    return signature(noncePoint, s);
  }

  static byte[] signature(byte[] noncePoint, BigInteger s) {
    byte[] signature = Arrays.copyOf(noncePoint, 64);
    System.arraycopy(littleEndian(s), 0, signature, 32, 32);
    return signature;
  }

  static BigInteger hash(byte[]... parts) {
    try {
      MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
      for (byte[] part : parts) {
        sha512.update(part);
      }
      return number(sha512.digest()).mod(L);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static BigInteger number(byte[] littleEndian) {
    byte[] bytes = new byte[littleEndian.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = littleEndian[bytes.length - 1 - i];
    }
    return new BigInteger(1, bytes);
  }

  /** 32 bytes, the lowest first. */
  static byte[] littleEndian(BigInteger number) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = number.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}
