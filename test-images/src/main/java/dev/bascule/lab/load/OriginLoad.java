package dev.bascule.lab.load;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.bench.Usage;
import dev.bascule.lab.device.Training;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.web.Certificates;
import dev.bascule.lab.web.Nginx;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.ProxyRoutes;
import dev.bascule.updater.source.TlsFiles;
import dev.bascule.updater.source.WebSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * How many looks one process of nginx serves: of a generator that asks the one question that most looks are, and of devices
 * that run the real code. What counts is the origin's processor time for each; how many there were in a second depends on who
 * else had the machine.
 *
 * @param requests of the generator, for each kind
 * @param devices that are threads here
 */
public record OriginLoad(int requests, int devices) {

  private static final int TOGETHER = 32;
  private static final int CLIENTS_TOGETHER = 4;
  private static final int LOOKS = 10;
  private static final double MICROS = 1e6;

  private interface Work {
    void run() throws IOException;
  }

  /** Measures, and writes the documentation's table. */
  public String run(Progress progress) throws IOException {
    progress.step("publishing");
    Path work = Files.createTempDirectory("bascule-bench-load-");
    try {
      Workshop workshop = Training.workshop(work, Checkout.find().basculeImage());
      Certificates certificates = Certificates.create(work.resolve("certificates"));
      certificates.issue("ec", "subjectAltName=IP:127.0.0.1", "ec");
      certificates.issue("rsa", "subjectAltName=IP:127.0.0.1", "rsa:2048");
      int plain = Nginx.freePort();
      int ec = Nginx.freePort();
      int rsa = Nginx.freePort();
      Path files = workshop.repository();
      try (Nginx origin = Nginx.start(work.resolve("nginx"), plain,
          OriginServer.plain(plain, files) + OriginServer.secure(ec, files, certificates, "ec")
              + OriginServer.secure(rsa, files, certificates, "rsa"))) {
        StringBuilder text = new StringBuilder(
            """
              | who asks, and what | looks | requests | origin's CPU for a look, µs | looks a second of one busy core | looks a second here |
              |---|---|---|---|---|---|
              """);
        generators(text, origin, plain, ec, rsa, progress);
        clients(text, origin, workshop, certificates, ec, work, progress);
        return text.toString();
      }
    } finally {
      new FileTree(work).delete();
    }
  }

  private void generators(StringBuilder text, Nginx origin, int plain, int ec, int rsa,
      Progress progress) throws IOException {
    String http = "http://127.0.0.1:" + plain + "/metadata/timestamp.json";
    String tag = tag(URI.create(http));
    String file = ":%d/metadata/timestamp.json";
    ApacheBench kept = new ApacheBench(requests, TOGETHER, true);
    ApacheBench single = new ApacheBench(requests, TOGETHER, false);
    progress.step("ab, kept connections");
    measure(text, origin, "ab: unchanged, connections kept, as from a CDN", requests,
        () -> kept.askUnless(http, tag));
    progress.step("ab, a connection for each look");
    measure(text, origin, "ab: unchanged, a connection each", requests,
        () -> single.askUnless(http, tag));
    progress.step("ab, TLS with P-256");
    measure(text, origin, "ab: unchanged, TLS with a P-256 certificate each", requests,
        () -> single.askUnless("https://127.0.0.1" + file.formatted(ec), tag));
    progress.step("ab, TLS with RSA");
    measure(text, origin, "ab: unchanged, TLS with an RSA-2048 certificate each", requests,
        () -> single.askUnless("https://127.0.0.1" + file.formatted(rsa), tag));
  }

  private void clients(StringBuilder text, Nginx origin, Workshop workshop,
      Certificates certificates, int port, Path work, Progress progress) throws IOException {
    ClientFleet fleet = new ClientFleet(work.resolve("stores"),
        URI.create("https://127.0.0.1:" + port + "/"),
        workshop.repository().resolve("metadata/1.root.json"),
        new WebSettings(HttpLimits.standard(),
            new TlsFiles(certificates.file("ca.pem"), null, null).read(null), ProxyRoutes.none(),
            null, Set.of()));
    progress.step(devices + " devices, new");
    measure(text, origin, "devices: new, TLS with P-256", devices,
        () -> fleet.look(devices, 1, CLIENTS_TOGETHER));
    progress.step(devices + " devices, nothing new");
    measure(text, origin, "devices: unchanged, TLS with P-256", devices * LOOKS,
        () -> fleet.look(devices, LOOKS, CLIENTS_TOGETHER));
    workshop.renewal("timestamp").run();
    progress.step(devices + " devices, a new timestamp");
    measure(text, origin, "devices: a new timestamp, TLS with P-256", devices,
        () -> fleet.look(devices, 1, CLIENTS_TOGETHER));
  }

  private static void measure(StringBuilder text, Nginx origin, String who, int looks, Work work)
      throws IOException {
    int asked = origin.asked().size();
    Usage before = Usage.readRunning(origin.pid());
    long start = System.nanoTime();
    work.run();
    double wall = (System.nanoTime() - start) / 1e9;
    double each = Usage.readRunning(origin.pid()).since(before).seconds() / looks;
    text.append(String.format(Locale.ROOT, "| %s | %,d | %,d | %,.0f | %,.0f | %,.0f |%n", who,
        looks, origin.asked().size() - asked, each * MICROS, 1 / each, looks / wall));
  }

  private static String tag(URI url) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue("ETag")
          .orElseThrow(() -> new IOException(url + ": expected an entity tag, found none"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(url + ": interrupted", e);
    }
  }
}
