package dev.bascule.lab.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.web.Certificates;
import dev.bascule.lab.web.Nginx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store is asked by TLS where nothing is new, by nginx's log: docs/operations.md has the figures. */
final class RequestsIT {

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before the test
  private Path bench;

  @Test
  void asksLittleWhereNothingIsNew() throws IOException {
    DavServer.require();
    Checkout checkout = Checkout.find();
    JavaProgram program = checkout.basculeImage();
    Editions editions = Editions.make(bench.resolve("editions"), checkout, 300_000);
    String[] repository = {"--repo", editions.second().toString()};
    Certificates certificates = Certificates.create(bench.resolve("certificates"));
    int port = Nginx.freePort();
    try (S3Proxy s3 = S3Proxy.start(bench.resolve("s3"), checkout);
        Nginx front = Nginx.start(bench.resolve("front"), port, """
          server {
            listen 127.0.0.1:%d ssl;
            ssl_certificate %s; ssl_certificate_key %s;
            client_max_body_size 0;
            location / { proxy_pass http://127.0.0.1:%d; proxy_set_header Host $http_host; }
          }
          """.formatted(port, certificates.file("server.pem"), certificates.file("server.key"),
            s3.port()))) {
      URI url = URI.create("https://127.0.0.1:" + port);
      Outcome distrusted = s3.mirrorThrough(url, program, "fleet", repository).attempt();
      List<String> asked = askedAgain(s3.mirrorThrough(url, program, "fleet", "--repo",
          editions.second().toString(), "--ca", certificates.file("ca.pem").toString()),
          front::asked);

      assertThat(distrusted.exitCode()).isEqualTo(1);
      assertThat(distrusted.errors()).contains("cannot be reached", "certification path");
      assertThat(asked).extracting(RequestsIT::request)
          .containsExactlyInAnyOrder("GET /updates/fleet/metadata/timestamp.json",
              "GET /updates", "GET /updates", "HEAD /updates/fleet/metadata/1.root.json");
      assertThat(bytes(asked)).isLessThan(10_000);
    }
    try (DavServer dav = DavServer.nginx(bench.resolve("dav"),
        OperationsPage.block(checkout, "nginx"))) {
      dav.makePlace("fleet");
      List<String> asked = askedAgain(dav.mirror(program, "fleet", repository), dav::asked);

      assertThat(asked).extracting(RequestsIT::request)
          .containsExactlyInAnyOrder("GET /fleet/metadata/timestamp.json",
              "PROPFIND /fleet/metadata/", "PROPFIND /fleet/targets/",
              "PROPFIND /fleet/targets/lab-board/", "PROPFIND /fleet/targets/lab-board/images/",
              "PROPFIND /fleet/targets/lab-board/images/1.0.1/",
              "PROPFIND /fleet/targets/lab-board/images/1.0.2/",
              "GET /fleet/metadata/1.root.json");
      assertThat(bytes(asked)).isLessThan(20_000);
    }
  }

  /** What a second run asks. */
  private static List<String> askedAgain(Command mirror, Log log) throws IOException {
    mirror.run();
    int before = log.asked().size();
    mirror.run();
    List<String> all = log.asked();
    List<String> asked = all.subList(before, all.size());
    System.err.println("RequestsIT: " + asked.size() + " requests, " + bytes(asked) + " bytes");
    return asked;
  }

  /** nginx's log. */
  private interface Log {
    List<String> asked() throws IOException;
  }

  private static String request(String line) {
    return line.split(" ", 5)[4];
  }

  private static long bytes(List<String> asked) {
    return asked.stream().mapToLong(line -> Long.parseLong(line.split(" ", -1)[2])).sum();
  }
}
