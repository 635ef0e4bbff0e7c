package dev.bascule.image.tuf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/** A key pair that signs what a test wants signed. */
final class ForgedKey {

  private final SignatureScheme scheme;
  private final KeyPair pair;
  private final ObjectNode key;

  private ForgedKey(SignatureScheme scheme, KeyPair pair, ObjectNode key) {
    this.scheme = scheme;
    this.pair = pair;
    this.key = key;
  }

  static ForgedKey ed25519() {
    return of(SignatureScheme.ED25519);
  }

  static ForgedKey of(SignatureScheme scheme) {
    if (scheme == SignatureScheme.RSA_PSS_SHA256) {
      return of(scheme, RsaPairs.next());
    }
    try {
      KeyPairGenerator generator = switch (scheme) {
        case ED25519 -> KeyPairGenerator.getInstance("Ed25519");
        case ECDSA_P256 -> KeyPairGenerator.getInstance("EC");
        case RSA_PSS_SHA256, ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
          KeyPairGenerator.getInstance(scheme.algorithm());
      };
      if (scheme == SignatureScheme.ECDSA_P256) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      return of(scheme, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static ForgedKey of(SignatureScheme scheme, KeyPair pair) {
    byte[] encoded = pair.getPublic().getEncoded();
    String text = scheme == SignatureScheme.ED25519
        ? HexFormat.of().formatHex(encoded, encoded.length - 32, encoded.length)
        : "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(encoded)
            + "\n-----END PUBLIC KEY-----\n";
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    key.put("keytype", scheme.keyType()).put("scheme", scheme.schemeName());
    key.putObject("keyval").put("public", text);
    return new ForgedKey(scheme, pair, key);
  }

  /** The same key pair, written in metadata so that it gets another id. */
  ForgedKey underAnotherName() {
    ObjectNode other = key.deepCopy();
    other.put("note", "another name");
    return new ForgedKey(scheme, pair, other);
  }

  /** The key as metadata lists it; a copy. */
  ObjectNode json() {
    return key.deepCopy();
  }

  String id() {
    return KeyId.of(key).value();
  }

  String sign(byte[] canonical) {
    try {
      Signature signer = Signature.getInstance(
          scheme.family() == KeyFamily.POST_QUANTUM ? "ML-DSA" : scheme.algorithm());
      if (scheme.parameters().isPresent()) {
        signer.setParameter(scheme.parameters().get());
      }
      signer.initSign(pair.getPrivate());
      signer.update(scheme.message(canonical));
      return HexFormat.of().formatHex(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
