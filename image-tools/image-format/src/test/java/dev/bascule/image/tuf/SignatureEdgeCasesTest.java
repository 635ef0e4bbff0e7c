package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.Members;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures and keys that are nearly right: the classes of Project Wycheproof's, made here. */
class SignatureEdgeCasesTest {

  private static final byte[] MESSAGE = "a canonical form".getBytes(StandardCharsets.UTF_8);
  private static final BigInteger P256_ORDER = new BigInteger(
      "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  @Test
  void readsEcdsaSignaturesInDerAndInNoOtherWay() throws Exception {
    KeyPair pair = ecPair();
    Key key = key(SignatureScheme.ECDSA_P256, pair);
    BigInteger[] values;
    do {
      values = ecdsa(pair);
    } while (values[0].bitLength() != 256 || values[1].bitLength() > 255);
    byte[] r = Der.integer(values[0]);
    byte[] s = Der.integer(values[1]);
    byte[] good = Der.sequence(r, s);
    assertThat(key.verifies(MESSAGE, good)).isTrue();
    assertThat(good.length).isEqualTo(71);

    SequencedMap<String, byte[]> wrong = new LinkedHashMap<>();
    wrong.put("r without the zero that makes it positive", Der.sequence(
        Der.element(2, Arrays.copyOfRange(values[0].toByteArray(), 1, 33)), s));
    wrong.put("r with a zero too many", Der.sequence(Der.element(2, Der.padded(values[0])), s));
    wrong.put("s with a zero too many", Der.sequence(r, Der.element(2, Der.padded(values[1]))));
    wrong.put("length of the sequence in two bytes", Der.join(new byte[]{0x30, (byte) 0x81,
        (byte) (r.length + s.length)}, r, s));
    wrong.put("length of the sequence in three bytes", Der.join(new byte[]{0x30, (byte) 0x82, 0,
        (byte) (r.length + s.length)}, r, s));
    wrong.put("length of r in two bytes", Der.sequence(Der.join(new byte[]{2, (byte) 0x81,
        (byte) (r.length - 2)}, Arrays.copyOfRange(r, 2, r.length)), s));
    wrong.put("indefinite length", Der.join(new byte[]{0x30, (byte) 0x80}, r, s, new byte[2]));
    wrong.put("bytes behind", Der.join(good, new byte[]{0}));
    wrong.put("an element behind, outside", Der.join(good, new byte[]{5, 0}));
    wrong.put("an element behind, inside", Der.sequence(r, s, new byte[]{5, 0}));
    wrong.put("a third integer", Der.sequence(r, s, Der.integer(BigInteger.ONE)));
    wrong.put("one integer", Der.sequence(r));
    wrong.put("no integer", Der.sequence());
    wrong.put("empty r", Der.sequence(new byte[]{2, 0}, s));
    wrong.put("empty s", Der.sequence(r, new byte[]{2, 0}));
    wrong.put("a constructed r", Der.sequence(Der.element(0x22, r), s));
    wrong.put("a set", Der.element(0x31, Der.join(r, s)));
    wrong.put("r and s side by side", EcdsaSignature.fixedLength(good).orElseThrow());
    wrong.put("hexadecimal twice", HexFormat.of()
        .formatHex(good)
        .getBytes(StandardCharsets.US_ASCII));
    wrong.put("s + n", Der.sequence(r, Der.integer(values[1].add(P256_ORDER))));
    wrong.put("r + n", Der.sequence(Der.integer(values[0].add(P256_ORDER)), s));
    wrong.put("s - n", Der.sequence(r, Der.integer(values[1].subtract(P256_ORDER))));
    wrong.put("-s", Der.sequence(r, Der.integer(values[1].negate())));
    for (int length = 0; length < good.length; length++) {
      wrong.put("the first " + length + " bytes", Arrays.copyOf(good, length));
    }
    for (int at = 0; at < good.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = good.clone();
        flipped[at] ^= (byte) (1 << bit);
        wrong.put("bit " + bit + " of byte " + at, flipped);
      }
      for (int more : new int[]{0, 1, 2, 0x30, 0x80, 0xff}) {
        byte[] longer = Der.join(Arrays.copyOf(good, at), new byte[]{(byte) more},
            Arrays.copyOfRange(good, at, good.length));
        wrong.put(more + " before byte " + at, longer);
        byte[] counted = longer.clone();
        counted[1]++;
        wrong.put(more + " before byte " + at + ", counted", counted);
      }
    }
    requireRefused(key, wrong);
  }

  /** Anyone can make the one from the other; nothing here takes a signature for a name, so both are good. */
  @Test
  void takesBothSOfAnEcdsaSignature() throws Exception {
    KeyPair pair = ecPair();
    BigInteger[] values = ecdsa(pair);

    assertThat(key(SignatureScheme.ECDSA_P256, pair).verifies(MESSAGE,
        Der.sequence(Der.integer(values[0]), Der.integer(P256_ORDER.subtract(values[1])))))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "1, 0", "n, 1", "1, n", "n, n", "0, n", "n, 0", "n+1, 1", "n-1, n"})
  void refusesEcdsaSignaturesOutOfRange(String r, String s) throws Exception {
    Key key = key(SignatureScheme.ECDSA_P256, ecPair());

    assertThat(key.verifies(MESSAGE, Der.sequence(Der.integer(value(r)), Der.integer(value(s)))))
        .isFalse();
  }

  @Test
  void letsNoEcdsaKeyOffTheCurveVerify() throws Exception {
    KeyPair pair = ecPair();
    byte[] spki = pair.getPublic().getEncoded();
    spki[spki.length - 1] ^= 1;
    byte[] signature = Der.sequence(Der.integer(ecdsa(pair)[0]), Der.integer(ecdsa(pair)[1]));

    assertThat(read("ecdsa", "ecdsa-sha2-nistp256", pem(spki)).verifies(MESSAGE, signature))
        .isFalse();
  }

  @Test
  void refusesEd25519SignaturesThatAnyoneCouldMakeFromAGoodOne() throws Exception {
    BigInteger secret = new BigInteger("7".repeat(70)).mod(Edwards25519.L);
    BigInteger nonce = new BigInteger("3".repeat(71)).mod(Edwards25519.L);
    Edwards25519.Point base = Edwards25519.base();
    byte[] publicKey = base.times(secret).encode();
    Key key = read("ed25519", "ed25519", HexFormat.of().formatHex(publicKey));
    byte[] point = base.times(nonce).encode();
    byte[] good = Edwards25519.sign(secret, publicKey, point, nonce, MESSAGE);
    assertThat(key.verifies(MESSAGE, good)).isTrue();
    BigInteger s = Edwards25519.number(Arrays.copyOfRange(good, 32, 64));

    SequencedMap<String, byte[]> wrong = new LinkedHashMap<>();
    for (int times = 1; times < 16; times++) {
      BigInteger more = s.add(Edwards25519.L.multiply(BigInteger.valueOf(times)));
      if (more.bitLength() <= 256) {
        wrong.put("s + " + times + " L", Edwards25519.signature(point, more));
      }
    }
    wrong.put("L - s", Edwards25519.signature(point, Edwards25519.L.subtract(s)));
    wrong.put("s = 0", Edwards25519.signature(point, BigInteger.ZERO));
    wrong.put("s = L", Edwards25519.signature(point, Edwards25519.L));
    wrong.put("nothing but zeros", new byte[64]);
    byte[] negated = good.clone();
    negated[31] ^= (byte) 0x80;
    wrong.put("R negated", negated);
    for (int multiple = 1; multiple < 8; multiple++) {
      byte[] torsion = base.times(nonce)
          .plus(Edwards25519.ofOrderEight().times(BigInteger.valueOf(multiple)))
          .encode();
      wrong.put("R with " + multiple + " times a point of order 8",
          Edwards25519.sign(secret, publicKey, torsion, nonce, MESSAGE));
    }
    wrong.put("one byte short", Arrays.copyOf(good, 63));
    wrong.put("one byte long", Arrays.copyOf(good, 65));
    wrong.put("twice", Der.join(good, good));
    wrong.put("R alone", Arrays.copyOf(good, 32));
    for (int bit = 0; bit < 512; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      wrong.put("bit " + bit, flipped);
    }
    requireRefused(key, wrong);
  }

  /** For these keys, s = 0 and a fitting R sign any message, or one in eight. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void refusesEd25519KeysOfSmallOrder(int multiple) throws Exception {
    Edwards25519.Point point = Edwards25519.ofOrderEight().times(BigInteger.valueOf(multiple));
    assertThat(point.times(BigInteger.valueOf(8))).isEqualTo(Edwards25519.Point.NEUTRAL);
    assertThat(multiple == 0 || multiple == 4
        || !point.times(BigInteger.TWO).equals(Edwards25519.Point.NEUTRAL)).isTrue();

    Key key = read("ed25519", "ed25519", HexFormat.of().formatHex(point.encode()));

    assertThat(key.defect()).hasValue("an Ed25519 key that everybody can sign with");
    assertThat(key.verifies(MESSAGE, Edwards25519.signature(point.encode(), BigInteger.ZERO)))
        .isFalse();
    assertThat(key.verifies(MESSAGE,
        Edwards25519.signature(Edwards25519.Point.NEUTRAL.encode(), BigInteger.ZERO))).isFalse();
  }

  /** y = p, which is 0 to whoever does not look, and y = p + 1. */
  @ParameterizedTest
  @ValueSource(strings = {"ed", "ee"})
  void refusesASecondSpellingOfAnEd25519Key(String lowest) throws Exception {
    assertThat(read("ed25519", "ed25519", lowest + "ff".repeat(30) + "7f").defect())
        .hasValue("a second spelling of an Ed25519 key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      "0100000000000000000000000000000000000000000000000000000000000080",
      "0200000000000000000000000000000000000000000000000000000000000000"})
  void letsNoEd25519KeyThatIsNoPointVerify(String hex) throws Exception {
    Key key = read("ed25519", "ed25519", hex);

    assertThat(key.verifies(MESSAGE, new byte[64])).isFalse();
    assertThat(key.verifies(MESSAGE, Edwards25519.signature(
        Edwards25519.Point.NEUTRAL.encode(), BigInteger.ZERO))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"SHA-256, SHA-256, 0", "SHA-256, SHA-256, 20", "SHA-256, SHA-256, 31",
      "SHA-256, SHA-256, 33", "SHA-256, SHA-256, 222", "SHA-1, SHA-1, 32", "SHA-384, SHA-384, 32",
      "SHA-512, SHA-512, 32", "SHA-256, SHA-1, 32", "SHA-1, SHA-256, 32"})
  void refusesRsaPssWithOtherParameters(String digest, String mask, int salt) throws Exception {
    KeyPair pair = RsaPairs.next();
    Key key = key(SignatureScheme.RSA_PSS_SHA256, pair);

    assertThat(key.verifies(MESSAGE, pss(pair, "SHA-256", "SHA-256", 32))).isTrue();
    assertThat(key.verifies(MESSAGE, pss(pair, digest, mask, salt))).isFalse();
  }

  @Test
  void refusesRsaSignaturesThatAreNearlyOne() throws Exception {
    KeyPair pair = RsaPairs.next();
    Key key = key(SignatureScheme.RSA_PSS_SHA256, pair);
    byte[] good = pss(pair, "SHA-256", "SHA-256", 32);
    BigInteger modulus = ((RSAPublicKey) pair.getPublic()).getModulus();
    Signature older = Signature.getInstance("SHA256withRSA");
    older.initSign(pair.getPrivate());
    older.update(MESSAGE);

    SequencedMap<String, byte[]> wrong = new LinkedHashMap<>();
    wrong.put("PKCS #1 v1.5", older.sign());
    wrong.put("0", new byte[256]);
    wrong.put("1", Der.bytes(BigInteger.ONE, 256));
    wrong.put("n", Der.bytes(modulus, 256));
    wrong.put("n - 1", Der.bytes(modulus.subtract(BigInteger.ONE), 256));
    wrong.put("n - s", Der.bytes(modulus.subtract(new BigInteger(1, good)), 256));
    wrong.put("s + n", Der.bytes(modulus.add(new BigInteger(1, good)), 257));
    wrong.put("a zero before", Der.join(new byte[1], good));
    wrong.put("a zero behind", Der.join(good, new byte[1]));
    wrong.put("a byte short", Arrays.copyOf(good, 255));
    requireRefused(key, wrong);
  }

  @ParameterizedTest
  @CsvSource({"2047, 65537, false", "2048, 65537, true", "8192, 3, true", "8193, 3, false"})
  void readsRsaKeysWithinBounds(int bits, int exponent, boolean good) throws Exception {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.valueOf(3));
    byte[] key = Der.join(new byte[1], Der.element(0x30, Der.join(Der.integer(modulus),
        Der.integer(BigInteger.valueOf(exponent)))));
    byte[] spki = Der.element(0x30, Der.join(
        HexFormat.of().parseHex("300d06092a864886f70d0101010500"), Der.element(3, key)));

    assertThat(read("rsa", "rsassa-pss-sha256", pem(spki)).defect().isEmpty()).isEqualTo(good);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void letsNoRsaKeyWithAnExponentThatHidesNothingVerify(int exponent) throws Exception {
    RSAPublicKey honest = (RSAPublicKey) RsaPairs.next().getPublic();
    byte[] bits = Der.join(new byte[1], Der.element(0x30, Der.join(Der.integer(honest.getModulus()),
        Der.integer(BigInteger.valueOf(exponent)))));
    byte[] spki = Der.element(0x30, Der.join(
        HexFormat.of().parseHex("300d06092a864886f70d0101010500"), Der.element(3, bits)));

    Key key = read("rsa", "rsassa-pss-sha256", pem(spki));

    assertThat(key.defect()).isPresent();
    assertThat(key.verifies(MESSAGE, Der.bytes(BigInteger.ONE, 256))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
  void refusesMlDsaSignaturesThatAreCutOrChanged(SignatureScheme scheme) throws Exception {
    ForgedKey signer = ForgedKey.of(scheme);
    Key key = Key.read(KeyId.of(signer.json()), Members.of(signer.json()));
    byte[] good = HexFormat.of().parseHex(signer.sign(MESSAGE));
    assertThat(key.verifies(MESSAGE, good)).isTrue();

    SequencedMap<String, byte[]> wrong = new LinkedHashMap<>();
    for (int length = 0; length < good.length; length += length < 128 ? 1 : 97) {
      wrong.put("the first " + length + " bytes", Arrays.copyOf(good, length));
    }
    wrong.put("a byte short", Arrays.copyOf(good, good.length - 1));
    wrong.put("a byte long", Arrays.copyOf(good, good.length + 1));
    wrong.put("twice", Der.join(good, good));
    wrong.put("nothing but zeros", new byte[good.length]);
    byte[] ones = new byte[good.length];
    Arrays.fill(ones, (byte) 0xff);
    wrong.put("nothing but ones", ones);
    for (int at = 0; at < good.length; at += 61) {
      byte[] flipped = good.clone();
      flipped[at] ^= 1;
      wrong.put("byte " + at, flipped);
    }
    for (int behind = 1; behind <= 100; behind++) {
      byte[] hint = good.clone();
      hint[good.length - behind] ^= (byte) 0x80;
      wrong.put("byte " + behind + " of the hint, from behind", hint);
    }
    requireRefused(key, wrong);
  }

  private static void requireRefused(Key key, Map<String, byte[]> wrong) {
    wrong.forEach((what, signature) -> assertThat(key.verifies(MESSAGE, signature)).as(what)
        .isFalse());
  }

  private static BigInteger value(String text) {
    return switch (text) {
      case "n" -> P256_ORDER;
      case "n+1" -> P256_ORDER.add(BigInteger.ONE);
      case "n-1" -> P256_ORDER.subtract(BigInteger.ONE);
      default -> new BigInteger(text);
    };
  }

  private static KeyPair ecPair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** A signature's r and s. */
  private static BigInteger[] ecdsa(KeyPair pair) throws Exception {
    Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE);
    byte[] both = signer.sign();
    return new BigInteger[]{new BigInteger(1, Arrays.copyOf(both, 32)),
        new BigInteger(1, Arrays.copyOfRange(both, 32, 64))};
  }

  private static byte[] pss(KeyPair pair, String digest, String mask, int salt) throws Exception {
    Signature signer = Signature.getInstance("RSASSA-PSS");
    signer.setParameter(
        new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(mask), salt, 1));
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE);
    return signer.sign();
  }

  private static Key key(SignatureScheme scheme, KeyPair pair) throws Exception {
    ObjectNode json = ForgedKey.of(scheme, pair).json();
    return Key.read(KeyId.of(json), Members.of(json));
  }

  private static Key read(String type, String scheme, String text) throws Exception {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("keytype", type).put("scheme", scheme).putObject("keyval").put("public", text);
    return Key.read(KeyId.of(json), Members.of(json));
  }

  private static String pem(byte[] spki) {
    return "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(spki)
        + "\n-----END PUBLIC KEY-----\n";
  }
}
