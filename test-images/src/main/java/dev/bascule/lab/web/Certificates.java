package dev.bascule.lab.web;

import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An authority, and certificates from it, made by openssl: files {@code NAME.pem} and {@code NAME.key} in a directory. */
public record Certificates(Path directory) {

  private static final Tool OPENSSL = Tool.of("openssl");

  /** Makes an authority, and the certificate of a server on the loopback. */
  public static Certificates create(Path directory) throws IOException {
    Certificates made = new Certificates(Files.createDirectories(directory));
    made.authority("ca");
    made.issue("server", "subjectAltName=IP:127.0.0.1,DNS:localhost", "rsa:2048");
    return made;
  }

  /** Makes an authority of its own. */
  void authority(String name) throws IOException {
    OPENSSL
        .command("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", "/CN=Bascule's test " + name, "-days", "3650", "-keyout", path(name + ".key"),
            "-out", path(name + ".pem"))
        .run();
  }

  /**
   * Issues a certificate from the first authority.
   *
   * @param key {@code rsa:} and a number of bits, or {@code ec} for P-256
   */
  public void issue(String name, String extension, String key) throws IOException {
    Path extensions = Files.writeString(directory.resolve(name + ".ext"), extension + "\n");
    OPENSSL.command("req", "-newkey", key, "-pkeyopt",
        key.startsWith("rsa") ? "rsa_keygen_pubexp:65537" : "ec_paramgen_curve:P-256", "-nodes",
        "-subj", "/CN=" + name, "-keyout", path(name + ".key"), "-out", path(name + ".csr")).run();
    OPENSSL.command("x509", "-req", "-in", path(name + ".csr"), "-CA", path("ca.pem"), "-CAkey",
        path("ca.key"), "-CAcreateserial", "-days", "3650", "-extfile", extensions.toString(),
        "-out",
        path(name + ".pem")).run();
  }

  /** Writes a key as older programs do. */
  void traditional(String name, String to) throws IOException {
    OPENSSL.command("pkey", "-in", path(name + ".key"), "-traditional", "-out", path(to)).run();
  }

  /** Where a file is. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  String path(String name) {
    return directory.resolve(name).toString();
  }
}
