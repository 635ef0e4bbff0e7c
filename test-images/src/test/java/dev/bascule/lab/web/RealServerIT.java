package dev.bascule.lab.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.origin.Body;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.process.Outcome;
import dev.bascule.updater.source.Bandwidth;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.HttpOrigin;
import dev.bascule.updater.source.HttpStatusException;
import dev.bascule.updater.source.ProxyRoutes;
import dev.bascule.updater.source.TlsFiles;
import dev.bascule.updater.source.WebClient;
import dev.bascule.updater.source.WebProxy;
import dev.bascule.updater.source.WebSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, and a whole update, through Debian's nginx and tinyproxy: what they make of our requests, and we of their answers. */
@SuppressWarnings("NullAway.Init") // the static fields are set before the tests
final class RealServerIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int LENGTH = 3 << 20;

  @TempDir
  static Path bench;
  private static final byte[] CONTENT = new byte[LENGTH];
  private static Certificates certificates;
  private static Nginx nginx;
  private static Ports ports;
  private static int proxyPort;
  private static Tinyproxy proxy;

  @BeforeAll
  static void startServers() throws IOException {
    Needs.tools(Nginx.TOOL);
    Tinyproxy.require();
    new Random(1).nextBytes(CONTENT);
    Arrays.fill(CONTENT, 0, 100_000, (byte) 'x'); // worth compressing
    Path files = Files.createDirectories(bench.resolve("files"));
    Files.write(files.resolve("root.full"), CONTENT);
    certificates = Certificates.create(bench.resolve("certificates"));
    certificates.issue("rsa-device", "extendedKeyUsage=clientAuth", "rsa:2048");
    certificates.issue("ec-device", "extendedKeyUsage=clientAuth", "ec");
    certificates.traditional("rsa-device", "old-rsa.key");
    certificates.traditional("ec-device", "old-ec.key");
    certificates.authority("other");
    ports = Ports.free();
    nginx = Nginx.start(bench.resolve("nginx"), ports.plain(), ports.servers(files, certificates));
    proxyPort = Nginx.freePort();
    proxy = Tinyproxy.start(bench.resolve("proxy"), proxyPort);
  }

  @AfterAll
  static void stopServers() throws IOException {
    if (proxy != null) {
      proxy.close();
    }
    if (nginx != null) {
      nginx.close();
    }
  }

  @Test
  void getsTheFileAndItsRestOverOneConnectionThoughTheServerCompresses() throws IOException {
    int before = nginx.asked().size();
    try (WebClient client = client(null)) {
      assertThat(read(client, http(""), 0)).isEqualTo(0);
      assertThat(read(client, http(""), 1_234_567)).isEqualTo(1_234_567);
      assertThat(read(client, http(""), LENGTH - 1)).isEqualTo(LENGTH - 1);
    }
    List<String> asked = awaitAsked(nginx, before, 3);
    assertThat(asked.stream().map(line -> line.split(" ", -1)[3]).distinct()).hasSize(1);
    assertThat(asked).allMatch(line -> line.startsWith("HTTP/1.1 20"));
  }

  @Test
  void speaksHttp2ByTlsToAPinnedAuthority() throws IOException {
    int before = nginx.asked().size();
    try (WebClient client = client(tls("ca.pem", null))) {
      assertThat(read(client, https(ports.secure()), 0)).isEqualTo(0);
      assertThat(read(client, https(ports.secure()), 2_000_000)).isEqualTo(2_000_000);
    }
    List<String> asked = awaitAsked(nginx, before, 2);
    assertThat(asked).allMatch(line -> line.startsWith("HTTP/2.0 20"));
    assertThat(asked.stream().map(line -> line.split(" ", -1)[3]).distinct()).hasSize(1);
  }

  @Test
  void speaksHttp11ByTls12WhereAServerHasNoMore() throws IOException {
    try (WebClient client = client(tls("ca.pem", null))) {
      assertThat(read(client, https(ports.early()), 5)).isEqualTo(5);
    }
  }

  @Test
  void refusesAnotherAuthority() {
    assertThatThrownBy(() -> {
      try (WebClient client = client(tls("other.pem", null))) {
        read(client, https(ports.secure()), 0);
      }
    }).isInstanceOf(IOException.class).hasMessageContaining("no secure connection");
  }

  @Test
  void refusesAnotherNameThanTheCertificates() {
    assertThatThrownBy(() -> {
      try (WebClient client = client(tls("ca.pem", null))) {
        read(client, URI.create("https://127.0.0.2:" + ports.secure() + "/"), 0);
      }
    }).isInstanceOf(IOException.class);
  }

  @Test
  void believesACertificateThatIsNotYetValidIfTheClockIsKnownToBeWrong() throws IOException {
    try (WebClient client = client(new TlsFiles(certificates.file("ca.pem"), null, null), null,
        Instant.now().plus(Duration.ofDays(30)))) {
      assertThat(read(client, https(ports.secure()), 0)).isEqualTo(0);
    }
    assertThatThrownBy(() -> {
      try (WebClient client = client(new TlsFiles(certificates.file("ca.pem"), null, null), null,
          Instant.EPOCH)) {
        read(client, https(ports.secure()), 0);
      }
    }).hasMessageContaining("no secure connection");
  }

  @Test
  void showsItsCertificateToAServerThatAsks() throws IOException {
    for (String name : List.of("rsa-device", "ec-device")) {
      try (WebClient client = client(tls("ca.pem", name))) {
        assertThat(read(client, https(ports.closed()), 0)).isEqualTo(0);
      }
    }
  }

  @Test
  void isTurnedAwayWithoutTheCertificate() {
    assertThatThrownBy(() -> {
      try (WebClient client = client(tls("ca.pem", null))) {
        read(client, https(ports.closed()), 0);
      }
    }).isInstanceOfSatisfying(HttpStatusException.class,
        e -> assertThat(e.status()).isEqualTo(400));
  }

  @Test
  void saysHowAKeyHasToBeWritten() {
    for (String old : List.of("old-rsa.key", "old-ec.key")) {
      assertThatThrownBy(() -> new TlsFiles(null, certificates.file("rsa-device.pem"),
          certificates.file(old)).read(null)).hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }
    assertThatThrownBy(() -> new TlsFiles(null, certificates.file("rsa-device.pem"),
        certificates.file("ec-device.key")).read(null)).hasMessageContaining("another key");
    assertThatThrownBy(() -> new TlsFiles(certificates.file("server.key"), null, null).read(null))
        .hasMessageContaining("expected certificates in PEM, found none");
  }

  @Test
  void startsFromTheBeginningWhereRangesAreOff() throws IOException {
    try (WebClient client = client(null)) {
      assertThat(read(client, http("whole/"), 1000)).isEqualTo(0);
    }
  }

  @Test
  void followsRedirectsOnlyAsFarAsItMay() throws IOException {
    try (WebClient client = client(tls("ca.pem", null))) {
      assertThat(read(client, http("moved/"), 0)).isEqualTo(0);
      assertThatThrownBy(() -> read(client, http("loop/"), 0)).hasMessageContaining("redirects");
      assertThatThrownBy(() -> read(client, http("away/"), 0))
          .hasMessageContaining("redirect_hosts");
      assertThatThrownBy(() -> read(client, URI.create(https(ports.secure()) + "down/"), 0))
          .hasMessageContaining("from https to http");
    }
    WebSettings settings = settings(tls("ca.pem", null), null, null);
    try (WebClient client = new WebClient(new WebSettings(settings.limits(), settings.tls(),
        settings.proxies(), null, Set.of("127.0.0.1:" + ports.secure())))) {
      assertThat(read(client, http("up/"), 0)).isEqualTo(0);
    }
  }

  @Test
  void isToldToComeBackLater() throws IOException {
    try (WebClient client = client(null)) {
      read(client, http("busy/"), 0);
      assertThatThrownBy(() -> read(client, http("busy/"), 0))
          .isInstanceOfSatisfying(HttpStatusException.class, e -> {
            assertThat(e.status()).isEqualTo(429);
            assertThat(e.retryAfter()).contains(Duration.ofSeconds(77));
          });
    }
  }

  /** A lower bound only: it cannot be wrong on a slow machine. */
  @Test
  void keepsToItsBandwidth() throws IOException {
    long start = System.nanoTime();
    try (WebClient client = new WebClient(new WebSettings(HttpLimits.standard(), null,
        ProxyRoutes.none(), Bandwidth.of(1 << 20), Set.of()))) {
      read(client, http(""), 0);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(2700));
  }

  @Test
  void goesThroughAProxyThatWantsAPassword() throws IOException {
    WebProxy named =
        new WebProxy("127.0.0.1", proxyPort, Tinyproxy.USER, Tinyproxy.PASSWORD);
    try (WebClient client = new WebClient(settings(tls("ca.pem", null), named, null))) {
      assertThat(read(client, http(""), 77)).isEqualTo(77);
      assertThat(read(client, https(ports.secure()), 0)).isEqualTo(0);
    }
    assertThat(proxy.log()).contains("CONNECT 127.0.0.1:" + ports.secure())
        .contains("GET http://127.0.0.1");
  }

  @Test
  void saysThatAProxyWantsAPassword() {
    WebProxy anonymous = new WebProxy("127.0.0.1", proxyPort, null, null);
    for (URI url : List.of(http(""), https(ports.secure()))) {
      assertThatThrownBy(() -> {
        try (WebClient client = new WebClient(settings(tls("ca.pem", null), anonymous, null))) {
          read(client, url, 0);
        }
      }).hasMessageContaining("407");
    }
  }

  @Test
  void updatesADeviceByHttp2ThroughAProxyFromTheMirrorThatAnswers() throws IOException {
    Checkout checkout = Checkout.find();
    Path factory = Files.write(bench.resolve("before"), new byte[4 << 20]);
    Path after = Files.write(bench.resolve("after"), CONTENT);
    Workshop workshop = Workshop.create(bench.resolve("workshop"), checkout.basculeImage());
    workshop.build(2, after, 1);
    workshop.publish(2);
    int port = Nginx.freePort();
    String server = """
      server {
        listen 127.0.0.1:%d ssl http2;
        ssl_certificate %2$s/server.pem; ssl_certificate_key %2$s/server.key;
        ssl_client_certificate %2$s/ca.pem; ssl_verify_client on;
        root %3$s;
      }
      """.formatted(port, certificates.directory(), workshop.repository());
    try (Nginx web = Nginx.start(bench.resolve("web"), port, server)) {
      Device device = workshop.assemble(bench.resolve("device"),
          DiskImage.create(bench.resolve("disk"), DiskPlan.forVolume(Files.size(factory)), factory)
              .file(),
          "https://127.0.0.1:" + Nginx.freePort() + "/", checkout.bascule());
      configure(device, port);
      device.powerOn();

      Outcome outcome = device.bascule("update").within(LIMIT).attempt();

      assertThat(outcome.exitCode()).as("%s", outcome).isZero();
      assertThat(device.disk().firstDifference(Slot.B, after)).isEqualTo(-1);
      assertThat(web.asked()).allMatch(line -> line.startsWith("HTTP/2.0 "))
          .anyMatch(line -> line.endsWith("root.full"));
      assertThat(proxy.log()).contains("CONNECT 127.0.0.1:" + port);
      int before = web.asked().size();

      device.bascule("check").within(LIMIT).attempt();

      assertThat(awaitAsked(web, before, 1)).first()
          .asString()
          .matches("HTTP/2.0 304 0 [0-9]+ GET /metadata/timestamp.json");
      assertThat(web.asked()).as("one request where nothing is new").hasSize(before + 1);
    }
  }

  private static void configure(Device device, int port) throws IOException {
    Path etc = Files.createDirectories(device.root().resolve("etc/bascule"));
    for (String name : List.of("ca.pem", "ec-device.pem", "ec-device.key")) {
      Files.copy(certificates.file(name), etc.resolve(name));
    }
    Files.writeString(etc.resolve("proxy-password"), Tinyproxy.PASSWORD + "\n");
    device.configure("10-source", """
      [source]
      mirrors = ["https://127.0.0.1:%d/"]
      ca = "/etc/bascule/ca.pem"
      certificate = "/etc/bascule/ec-device.pem"
      key = "/etc/bascule/ec-device.key"
      proxy = "http://%s@127.0.0.1:%d"
      proxy_password = "/etc/bascule/proxy-password"
      bandwidth = "50MB/s"
      """.formatted(port, Tinyproxy.USER, proxyPort));
  }

  /** Reads a file from an offset on, and returns where the answer began. */
  private static long read(WebClient client, URI base, long offset) throws IOException {
    try (Body body = new HttpOrigin(base, client).open("root.full", offset).orElseThrow()) {
      byte[] found = body.stream().readAllBytes();
      assertThat(Arrays.equals(found, 0, found.length, CONTENT, (int) body.start(), LENGTH))
          .as("%d bytes from %d", found.length, body.start())
          .isTrue();
      return body.start();
    }
  }

  /** nginx writes its log a moment after the last byte has arrived. */
  private static List<String> awaitAsked(Nginx server, int before, int lines)
      throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (server.asked().size() < before + lines && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    List<String> asked = server.asked();
    assertThat(asked).as(() -> String.join("\n", asked))
        .hasSizeGreaterThanOrEqualTo(before + lines);
    return asked.subList(before, before + lines);
  }

  private static TlsFiles tls(String authority, @Nullable String own) {
    return new TlsFiles(certificates.file(authority),
        own == null ? null : certificates.file(own + ".pem"),
        own == null ? null : certificates.file(own + ".key"));
  }

  private static WebClient client(@Nullable TlsFiles tls) throws IOException {
    return client(tls, null, null);
  }

  private static WebClient client(@Nullable TlsFiles tls, @Nullable WebProxy proxy,
      @Nullable Instant now) throws IOException {
    return new WebClient(settings(tls, proxy, now));
  }

  private static WebSettings settings(@Nullable TlsFiles tls, @Nullable WebProxy proxy,
      @Nullable Instant now) throws IOException {
    return new WebSettings(HttpLimits.standard(), tls == null ? null : tls.read(now),
        new ProxyRoutes(proxy, proxy, List.of()), null, Set.of());
  }

  private static URI http(String path) {
    return URI.create("http://127.0.0.1:" + ports.plain() + "/" + path);
  }

  private static URI https(int port) {
    return URI.create("https://127.0.0.1:" + port + "/");
  }
}
