package dev.bascule.updater.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a file in PEM (RFC 7468); what is between them is for people.
 *
 * @param file where they are from, for messages
 */
record PemFile(Path file, List<Block> blocks) {

  private static final int MAX_LENGTH = 4 << 20;
  private static final Pattern BLOCK = Pattern.compile(
      "-----BEGIN ([A-Z0-9 ]{1,40})-----\\s([A-Za-z0-9+/=\\s]*+)-----END \\1-----");
  private static final String LABELS = "expected certificates in PEM";

  /**
   * One block.
   *
   * @param label such as {@code CERTIFICATE}
   * @param base64 what is in it, without white space
   */
  record Block(String label, String base64) {

    /** What is in it. */
    byte[] der() {
      return Base64.getDecoder().decode(base64);
    }
  }

  PemFile {
    blocks = List.copyOf(blocks);
  }

  /** Reads a file of at most 4 MiB. */
  static PemFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_LENGTH + 1);
      if (content.length > MAX_LENGTH) {
        throw new IOException(file + ": expected at most " + MAX_LENGTH + " bytes, found more");
      }
      return parse(file, content);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": expected a file in PEM, found none", e);
    }
  }

  static PemFile parse(Path file, byte[] content) throws IOException {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      Block block = new Block(matcher.group(1), matcher.group(2).replaceAll("\\s", ""));
      try {
        block.der();
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ": block " + (blocks.size() + 1) + ", " + matcher.group(1)
            + ": expected base64, found something else", e);
      }
      blocks.add(block);
    }
    return new PemFile(file, blocks);
  }

  /** The certificates, at least one. */
  List<X509Certificate> certificates() throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks) {
        if (block.label().equals("CERTIFICATE")) {
          certificates.add((X509Certificate) factory
              .generateCertificate(new ByteArrayInputStream(block.der())));
        }
      }
    } catch (CertificateException e) {
      throw new IOException(file + ": " + LABELS + ", found one that cannot be read: "
          + e.getMessage(), e);
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + ": " + LABELS + ", found none");
    }
    return certificates;
  }
}
