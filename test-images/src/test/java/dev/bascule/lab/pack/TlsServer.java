package dev.bascule.lab.pack;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A directory behind HTTPS on the loopback, with a certificate that openssl made. */
final class TlsServer implements AutoCloseable {

  private static final String SECRET = "secret";

  private final HttpsServer server;
  private final Path certificate;

  private TlsServer(HttpsServer server, Path certificate) {
    this.server = server;
    this.certificate = certificate;
  }

  /** Starts one. */
  static TlsServer start(Path directory, Path work)
      throws IOException, GeneralSecurityException {
    Path key = work.resolve("key.pem");
    Path certificate = work.resolve("certificate.pem");
    Path store = work.resolve("store.p12");
    Tool openssl = Tool.of("openssl");
    openssl.command("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
        "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1", "-addext",
        "subjectAltName=IP:127.0.0.1", "-keyout", key.toString(), "-out", certificate.toString())
        .run();
    openssl.command("pkcs12", "-export", "-inkey", key.toString(), "-in", certificate.toString(),
        "-out", store.toString(), "-passout", "pass:" + SECRET).run();
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
    server.createContext("/", exchange -> {
      try (exchange) {
        Path file = directory.resolve(exchange.getRequestURI().getPath().substring(1));
        if (Files.isRegularFile(file)) {
          byte[] content = Files.readAllBytes(file);
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
        } else {
          exchange.sendResponseHeaders(404, -1);
        }
      }
    });
    server.start();
    return new TlsServer(server, certificate);
  }

  /** Where it is. */
  String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** What has to be trusted. */
  Path certificate() {
    return certificate;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream stream = Files.newInputStream(store)) {
      keys.load(stream, SECRET.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, SECRET.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
