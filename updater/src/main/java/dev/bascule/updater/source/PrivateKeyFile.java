package dev.bascule.updater.source;

import dev.bascule.updater.source.PemFile.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** A private key in PEM, as PKCS #8 has it: {@code BEGIN PRIVATE KEY}. */
final class PrivateKeyFile {

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");
  private static final String REMEDY =
      "; write it so: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";

  private PrivateKeyFile() {}

  /** Reads the one key that a file must have; certificates beside it are passed over. */
  static PrivateKey read(Path file) throws IOException {
    List<Block> keys = PemFile.read(file)
        .blocks()
        .stream()
        .filter(block -> block.label().endsWith("PRIVATE KEY"))
        .toList();
    if (keys.size() != 1) {
      throw new IOException(file + ": expected one private key in PEM, found " + keys.size());
    }
    Block key = keys.getFirst();
    if (!key.label().equals("PRIVATE KEY")) {
      throw new IOException(
          file + ": expected BEGIN PRIVATE KEY (PKCS #8, not encrypted), found BEGIN "
              + key.label() + REMEDY);
    }
    return decode(file, new PKCS8EncodedKeySpec(key.der()));
  }

  /** Each algorithm's factory refuses the keys of the others by their object identifier. */
  private static PrivateKey decode(Path file, PKCS8EncodedKeySpec spec) throws IOException {
    GeneralSecurityException last = null;
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException e) {
        last = e;
      }
    }
    throw new IOException(file + ": expected a private key of RSA, EC or EdDSA, found another"
        + REMEDY, last);
  }
}
