package dev.bascule.publisher.key;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** What a public key's file says of the kind of key in it: RFC 8410, 5480, 3279 and 9881. */
final class KeyAlgorithm {

  private KeyAlgorithm() {}

  static AlgorithmIdentifier of(KeyType type) {
    return switch (type) {
      case ED25519 -> new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
      case ECDSA -> new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey,
          SECObjectIdentifiers.secp256r1);
      case RSA ->
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
      case ML_DSA_44 -> new AlgorithmIdentifier(NISTObjectIdentifiers.id_ml_dsa_44);
      case ML_DSA_65 -> new AlgorithmIdentifier(NISTObjectIdentifiers.id_ml_dsa_65);
      case ML_DSA_87 -> new AlgorithmIdentifier(NISTObjectIdentifiers.id_ml_dsa_87);
    };
  }

  static Optional<KeyType> type(AlgorithmIdentifier found) {
    return Arrays.stream(KeyType.values()).filter(type -> of(type).equals(found)).findFirst();
  }
}
