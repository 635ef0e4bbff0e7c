package dev.bascule.lab.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.tuf.KeyFamily;
import dev.bascule.image.tuf.KeyId;
import dev.bascule.image.tuf.SignatureScheme;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/** A key pair that signs for a measurement. */
record TrustKey(SignatureScheme scheme, KeyPair pair, ObjectNode json) {

  /** NIST's advice for what is to last beyond 2030. */
  private static final int RSA_BITS = 3072;
  private static final int ED25519_LENGTH = 32;

  static TrustKey create(SignatureScheme scheme) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(switch (scheme) {
      case ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87 -> scheme.algorithm();
      case ECDSA_P256 -> "EC";
      case RSA_PSS_SHA256 -> "RSA";
    });
    switch (scheme) {
      case ECDSA_P256 -> generator.initialize(new ECGenParameterSpec("secp256r1"));
      case RSA_PSS_SHA256 -> generator.initialize(RSA_BITS);
      case ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87 -> {
      }
    }
    KeyPair pair = generator.generateKeyPair();
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("keytype", scheme.keyType())
        .put("scheme", scheme.schemeName());
    json.putObject("keyval").put("public", text(scheme, pair.getPublic().getEncoded()));
    return new TrustKey(scheme, pair, json);
  }

  String id() {
    return KeyId.of(json).value();
  }

  /** A signature over a canonical form, in hexadecimal digits. */
  String sign(byte[] canonical) throws GeneralSecurityException {
    Signature signer = Signature.getInstance(
        scheme.family() == KeyFamily.POST_QUANTUM ? "ML-DSA" : scheme.algorithm());
    if (scheme.parameters().isPresent()) {
      signer.setParameter(scheme.parameters().get());
    }
    signer.initSign(pair.getPrivate());
    signer.update(scheme.message(canonical));
    return HexFormat.of().formatHex(signer.sign());
  }

  private static String text(SignatureScheme scheme, byte[] encoded) {
    return scheme == SignatureScheme.ED25519
        ? HexFormat.of().formatHex(encoded, encoded.length - ED25519_LENGTH, encoded.length)
        : "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'})
            .encodeToString(encoded) + "\n-----END PUBLIC KEY-----\n";
  }
}
