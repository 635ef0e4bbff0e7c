package dev.bascule.publisher.pkcs11;

import com.sun.jna.NativeLong;
import dev.bascule.image.json.QuotedText;
import dev.bascule.publisher.key.KeyException;
import dev.bascule.publisher.key.KeyType;
import dev.bascule.publisher.key.VerifyingKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/** Finds a key's objects in a token, and reads the public half. */
record TokenKey(Session session, Pkcs11Uri uri) {

  private static final int CKO_PUBLIC_KEY = 2;
  private static final int CKO_PRIVATE_KEY = 3;
  private static final int CKK_RSA = 0;
  private static final int CKK_EC = 3;
  private static final int CKK_EC_EDWARDS = 0x40;

  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] P256 = HEX.parseHex("06082a8648ce3d030107");
  /** The curve by its identifier, and by its name as PKCS#11 3.0 has it. */
  private static final List<byte[]> ED25519 =
      List.of(HEX.parseHex("06032b6570"), HEX.parseHex("130c656477617264733235353139"));

  /** The private half; the user must be logged in. */
  NativeLong findPrivate() throws TokenException {
    return theOne("private", CKO_PRIVATE_KEY, uri.object(), uri.id());
  }

  /** The public half of what the URI names. */
  VerifyingKey readPublic() throws KeyException {
    return read(theOne("public", CKO_PUBLIC_KEY, uri.object(), uri.id()));
  }

  /** The public half of a private one: it has the same id, or if that has none, the same label. */
  VerifyingKey readPublicOf(NativeLong privateKey) throws KeyException {
    Optional<byte[]> id = session.attribute(privateKey, Template.CKA_ID);
    Optional<byte[]> label = session.attribute(privateKey, Template.CKA_LABEL);
    return read(theOne("public", CKO_PUBLIC_KEY,
        id.isPresent() ? null : label.orElse(null), id.orElse(null)));
  }

  private NativeLong theOne(String half, int type, byte @Nullable [] label,
      byte @Nullable [] id) throws TokenException {
    List<NativeLong> found;
    try (Template template = new Template().with(Template.CKA_CLASS, type)) {
      if (label != null) {
        template.with(Template.CKA_LABEL, label);
      }
      if (id != null) {
        template.with(Template.CKA_ID, id);
      }
      found = session.find(template);
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.size() > 1) {
      throw new TokenException(uri, "expected one " + half + " key of that name, found "
          + found.size() + ": " + list(found) + "; add id=");
    }
    try (Template any = new Template().with(Template.CKA_CLASS, type)) {
      List<NativeLong> others = session.find(any);
      throw new TokenException(uri, "the token has no such " + half + " key; it has "
          + (others.isEmpty() ? "no " + half + " keys" : list(others))
          + (type == CKO_PUBLIC_KEY
              ? ". The public half must be in the token too, with the same id"
              : ""));
    }
  }

  private String list(List<NativeLong> objects) throws TokenException {
    List<String> names = new ArrayList<>();
    for (NativeLong object : objects) {
      String label = new String(session.attribute(object, Template.CKA_LABEL).orElse(new byte[0]),
          StandardCharsets.UTF_8);
      String id = HEX.withDelimiter("%")
          .withPrefix("")
          .formatHex(session.attribute(object, Template.CKA_ID).orElse(new byte[0]));
      names.add("object=" + QuotedText.whereNeeded(label) + (id.isEmpty() ? "" : ";id=%" + id));
    }
    return String.join(", ", names);
  }

  private VerifyingKey read(NativeLong key) throws KeyException {
    long type = session.number(key, Template.CKA_KEY_TYPE);
    if (type == CKK_RSA) {
      return VerifyingKey.of(uri.toString(), KeyType.RSA, rsa(key));
    }
    byte[] curve = require(key, Template.CKA_EC_PARAMS);
    byte[] point = require(key, Template.CKA_EC_POINT);
    if (type == CKK_EC && Arrays.equals(curve, P256)) {
      return VerifyingKey.of(uri.toString(), KeyType.ECDSA, unwrap(point, 65));
    }
    if (type == CKK_EC_EDWARDS && ED25519.stream().anyMatch(name -> Arrays.equals(name, curve))) {
      return VerifyingKey.of(uri.toString(), KeyType.ED25519, unwrap(point, 32));
    }
    throw new TokenException(uri, "expected an Ed25519 key, an ECDSA key on P-256 or an RSA key, "
        + "found type 0x" + Long.toHexString(type) + " with the curve " + HEX.formatHex(curve));
  }

  private byte[] rsa(NativeLong key) throws TokenException {
    try {
      return new RSAPublicKey(new BigInteger(1, require(key, Template.CKA_MODULUS)),
          new BigInteger(1, require(key, Template.CKA_PUBLIC_EXPONENT)))
          .getEncoded(ASN1Encoding.DER);
    } catch (TokenException e) {
      throw e;
    } catch (IOException e) {
      throw new LinkageError("encoding in memory failed", e);
    }
  }

  private byte[] require(NativeLong key, long attribute) throws TokenException {
    return session.attribute(key, attribute)
        .orElseThrow(() -> new TokenException(uri, "the token does not tell the public key: no "
            + "attribute 0x" + Long.toHexString(attribute)));
  }

  /** A point is wrapped in an octet string, except by modules that forget to. */
  private static byte[] unwrap(byte[] point, int length) {
    boolean wrapped = point.length == length + 2 && point[0] == 4 && point[1] == length;
    return wrapped ? Arrays.copyOfRange(point, 2, point.length) : point;
  }
}
