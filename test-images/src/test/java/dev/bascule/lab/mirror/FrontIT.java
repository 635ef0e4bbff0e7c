package dev.bascule.lab.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.web.Certificates;
import dev.bascule.lab.web.Nginx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that nginx makes choosy: one that knows no conditions, and one that wants a bearer token. */
@SuppressWarnings("NullAway.Init") // the static fields are set before the tests
final class FrontIT {

  /** More than an S3 store is sent at once. */
  private static final int LONG = 20 << 20;
  private static final String TOKEN = "lab-token";

  @TempDir
  static Path bench;
  private static Checkout checkout;
  private static JavaProgram program;
  private static Editions editions;
  private static Certificates certificates;

  @BeforeAll
  static void publish() throws IOException {
    DavServer.require();
    checkout = Checkout.find();
    program = checkout.basculeImage();
    editions = Editions.make(bench.resolve("editions"), checkout, LONG);
    certificates = Certificates.create(bench.resolve("certificates"));
  }

  @Test
  void putsWithoutConditionsWhereAStoreKnowsNone() throws IOException {
    int port = Nginx.freePort();
    try (S3Proxy s3 = S3Proxy.start(bench.resolve("s3"), checkout);
        Nginx front = Nginx.start(bench.resolve("front"), port, """
          server {
            listen 127.0.0.1:%d;
            client_max_body_size 0;
            if ($http_if_none_match) { return 501; }
            if ($http_if_match) { return 501; }
            location / { proxy_pass http://127.0.0.1:%d; proxy_set_header Host $http_host; }
          }
          """.formatted(port, s3.port()));
        Onlooker onlooker = new Onlooker(bench.resolve("onlooker"), editions.anchor(),
            s3.url("fleet"))) {
      URI url = URI.create("http://127.0.0.1:" + port);
      s3.mirrorThrough(url, program, "fleet", "--repo", editions.first().toString()).run();
      assertThat(onlooker.look()).isEqualTo(Editions.FIRST);
      s3.mirrorThrough(url, program, "fleet", "--repo", editions.second().toString(), "--check")
          .run();
      assertThat(onlooker.look()).isEqualTo(Editions.SECOND);

      List<String> refused =
          front.asked().stream().filter(line -> line.split(" ", -1)[1].equals("501")).toList();
      assertThat(refused).as("asked once by each of four threads of two runs, at most")
          .hasSizeBetween(2, 8);
      assertThat(front.asked()).as("a long file, in parts")
          .anyMatch(line -> line.contains(" POST "));
    }
  }

  @Test
  void showsABearerToken() throws IOException {
    Path files = Files.createDirectories(bench.resolve("files"));
    int port = Nginx.freePort();
    try (Nginx _ = Nginx.start(bench.resolve("guarded"), port,
        "load_module " + DavServer.NGINX_MODULE + ";", """
          server {
            listen 127.0.0.1:%d ssl;
            ssl_certificate %s; ssl_certificate_key %s;
            root %s;
            client_max_body_size 0;
            if ($http_authorization != "Bearer %s") { return 401; }
            dav_methods PUT DELETE MKCOL;
            dav_ext_methods PROPFIND;
          }
          """.formatted(port, certificates.file("server.pem"), certificates.file("server.key"),
            files, TOKEN))) {
      Outcome right = mirror(port, secret("right", TOKEN));
      Outcome wrong = mirror(port, secret("wrong", TOKEN + "x"));

      assertThat(right.exitCode()).as("%s", right).isZero();
      assertThat(files.resolve("metadata/timestamp.json"))
          .hasSameBinaryContentAs(editions.first().resolve("metadata/timestamp.json"));
      assertThat(wrong.exitCode()).as("%s", wrong).isEqualTo(1);
      assertThat(new ObjectMapper().readTree(wrong.output()).at("/error/reason").asText())
          .isEqualTo("store-access");
    }
  }

  private static Outcome mirror(int port, Path secret) throws IOException {
    return program.command("mirror", "https://127.0.0.1:" + port + "/", "--token",
        "--passphrase-file", secret.toString(), "--ca", certificates.file("ca.pem").toString(),
        "--repo", editions.first().toString(), "--json").attempt();
  }

  private static Path secret(String name, String token) throws IOException {
    Path file = Files.writeString(bench.resolve(name), token);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
