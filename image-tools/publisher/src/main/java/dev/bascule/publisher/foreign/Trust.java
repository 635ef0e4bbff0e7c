package dev.bascule.publisher.foreign;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Whose signatures the owner of a fleet accepts on other updaters' files: what the fleet's devices have been given as a keyring,
 * a certificate or a key.
 *
 * @param certificates each accepted itself, and an authority's also with all that it issued
 * @param keys accepted themselves
 * @param now when certificates must be valid
 * @param anybody whether no signature is asked for at all
 */
public record Trust(List<X509Certificate> certificates, List<PublicKey> keys, Instant now,
    boolean anybody) {

  private static final int MAX_LENGTH = 1 << 20;
  private static final Pattern BLOCK = Pattern
      .compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  public Trust {
    certificates = List.copyOf(certificates);
    keys = List.copyOf(keys);
  }

  /** Asks for no signature: whoever could write the file is believed. */
  public static Trust ofAnybody(Instant now) {
    return new Trust(List.of(), List.of(), now, true);
  }

  /**
   * Reads certificates and public keys from PEM files.
   *
   * @throws ForeignException if a file has neither, or something else
   */
  public static Trust read(List<Path> files, Instant now) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    List<PublicKey> keys = new ArrayList<>();
    for (Path file : files) {
      byte[] content;
      try (InputStream in = Files.newInputStream(file)) {
        content = in.readNBytes(MAX_LENGTH + 1);
      }
      if (content.length > MAX_LENGTH) {
        throw new ForeignException(file + ": expected at most " + MAX_LENGTH + " bytes of "
            + "certificates and keys, found more");
      }
      Matcher block = BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1));
      int found = 0;
      while (block.find()) {
        found++;
        read(file, block.group(1), block.group(2), certificates,
            keys);
      }
      if (found == 0) {
        throw new ForeignException(
            file + ": expected certificates or public keys in PEM form, found none");
      }
    }
    return new Trust(certificates, keys, now, false);
  }

  private static void read(Path file, String label, String base64,
      List<X509Certificate> certificates, List<PublicKey> keys) throws ForeignException {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      switch (label) {
        case "CERTIFICATE",
            "TRUSTED CERTIFICATE" ->
          certificates.add((X509Certificate) CertificateFactory
              .getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der)));
        case "PUBLIC KEY" -> keys.add(publicKey(der));
        default -> throw new ForeignException(file + ": expected CERTIFICATE or PUBLIC KEY, found "
            + label + (label.contains("PRIVATE") ? "; its public half is enough" : ""));
      }
    } catch (GeneralSecurityException | RuntimeException e) { // parsers throw many kinds
      throw new ForeignException(file + ": a " + label + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
    String algorithm = SubjectPublicKeyInfo.getInstance(der).getAlgorithm().getAlgorithm().getId();
    return KeyFactory.getInstance(switch (algorithm) {
      case "1.2.840.113549.1.1.1" -> "RSA";
      case "1.2.840.10045.2.1" -> "EC";
      default -> algorithm;
    }).generatePublic(new X509EncodedKeySpec(der));
  }

  /** All keys that may have signed without a certificate. */
  List<PublicKey> bareKeys() {
    List<PublicKey> all = new ArrayList<>(keys);
    certificates.forEach(certificate -> all.add(certificate.getPublicKey()));
    return all;
  }
}
