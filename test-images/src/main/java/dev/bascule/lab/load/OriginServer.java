package dev.bascule.lab.load;

import dev.bascule.lab.web.Certificates;
import java.nio.file.Path;

/** Servers of nginx that a fleet reads a repository from; the blocks of its configuration. */
final class OriginServer {

  private static final String CACHE = """
    location = /metadata/timestamp.json { add_header Cache-Control no-cache; }
    location / { add_header Cache-Control "public, max-age=31536000, immutable"; }
    """;

  private OriginServer() {}

  /** Without TLS, as behind something that ends it. */
  static String plain(int port, Path repository) {
    return "server { listen 127.0.0.1:" + port + " backlog=4096; root " + repository + ";\n" + CACHE
        + "}\n";
  }

  /** TLS and HTTP/2. */
  static String secure(int port, Path repository, Certificates certificates, String name) {
    return "server { listen 127.0.0.1:" + port + " ssl http2 backlog=4096; root " + repository
        + ";\nssl_certificate " + certificates.file(name + ".pem") + "; ssl_certificate_key "
        + certificates.file(name + ".key") + ";\n" + CACHE + "}\n";
  }
}
