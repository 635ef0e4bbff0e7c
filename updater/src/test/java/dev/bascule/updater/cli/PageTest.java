package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.Slot;
import dev.bascule.updater.config.ConfigurationFiles;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Events;
import dev.bascule.updater.page.PageServer;
import dev.bascule.updater.process.Tool;
import dev.bascule.updater.service.UpdateService;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The technician's page, in a real Chromium as wide as a phone, by keyboard alone. */
class PageTest {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  @SuppressWarnings("NullAway.Init") // made before all tests
  private static byte[] disk;

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path directory;
  @SuppressWarnings("NullAway.Init") // made before each test
  private Bench bench;
  @SuppressWarnings("NullAway.Init") // made before each test
  private UpdateService service;
  @SuppressWarnings("NullAway.Init") // made before each test
  private PageServer server;

  @BeforeAll
  static void makeDisk(@TempDir Path temporary) throws IOException {
    disk = Bench.disk(temporary);
  }

  @BeforeEach
  void serve() throws IOException {
    bench = new Bench(directory, disk);
    bench.configure("[page]\nlisten = \"127.0.0.1:0\"\ntoken = \"/etc/bascule/page.token\"\n");
    Path token = bench.write("etc/bascule/page.token", TOKEN + "\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    bench.check("10-network", "echo no route; exit 1");
    bench.record(new Event.Staged(Slot.B, Events.image("1.1.0")));
    bench.bascule("activate");
    bench.start();
    bench.bascule("confirm");
    bench.start();
    bench.bascule("confirm");
    bench.check("10-network", "exit 0");
    bench.record(new Event.Staged(Slot.B, Events.image("1.2.0")));
    bench.bascule("activate");
    bench.start();
    assertThat(bench.bascule("confirm")).as(bench.err()).isZero();
    service = new UpdateService(ConfigurationFiles.read(directory));
    server = PageServer.start(service);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    service.close();
  }

  @Test
  void rollsBackByKeyboardOnAPhone() throws IOException {
    Tool.require("chromium");
    try (Browser phone = new Browser(directory.resolve("profile"), 360, 740)) {
      phone.open(url("/"));
      phone.await("document.readyState === 'complete' && document.getElementById('token')");
      phone.tabTo("token");
      phone.type("wrong");
      phone.press("Enter");
      phone.await("document.body.innerText.includes('that is not the token')");
      assertThat(phone.evaluate("document.getElementById('device').hidden")).isEqualTo("true");
      phone.evaluate("document.getElementById('token').value = ''");
      phone.tabTo("token");
      phone.type(TOKEN);
      phone.press("Enter");

      phone.await("document.body.innerText.includes('Slot B 1.2.0')");
      assertThat(phone.evaluate("document.body.innerText")).contains("Slot A", "runs",
          "fell back", "no route");
      assertThat(phone.evaluate("document.documentElement.scrollWidth")).isEqualTo("360");
      assertThat(phone.evaluate("document.querySelector('#history details pre').textContent"))
          .isNotBlank();
      phone.tabTo("reason");
      phone.type("the display stays dark");
      phone.press("Enter");
      phone.await("document.activeElement.id === 'yes'");
      phone.press("Enter");
      phone.await("document.body.innerText.includes('slot A is the next to boot')");
    }
    bench.bascule("history", "-n", "1");
    assertThat(bench.out()).contains("rolled back", "by=the technician's page",
        "why=the display stays dark");
  }

  @Test
  void saysWhatIsWrongWithABundleThatWasSent() throws IOException {
    Tool.require("chromium");
    bench.write("usr/share/bascule/root.json", "{}");
    Path bundle = bench.write("other.bascule", "x".repeat(2048));
    try (Browser phone = new Browser(directory.resolve("profile"), 360, 740)) {
      phone.open(url("/"));
      phone.await("document.readyState === 'complete' && document.getElementById('token')");
      phone.tabTo("token");
      phone.type(TOKEN);
      phone.press("Enter");
      phone.await("!document.getElementById('device').hidden");
      phone.chooseFile("#file", bundle);
      phone.evaluate("document.querySelector('#upload button').focus()");
      phone.press("Enter");

      phone.await("document.getElementById('message').textContent.includes("
          + "'expected the head of a file')");
    }
    assertThat(bench.path("var/lib/bascule/upload.bascule")).doesNotExist();
  }

  @Test
  void tellsNothingToStrangers() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(post(client, "/api/status", "GET", "1", "").statusCode()).isEqualTo(401);
      assertThat(post(client, "/api/rollback", "POST", "1", "bascule=" + "0".repeat(64))
          .statusCode()).isEqualTo(401);
      assertThat(post(client, "/api/rollback", "POST", "", "").statusCode()).isEqualTo(403);
      HttpResponse<String> page = post(client, "/", "GET", "", "");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'");
      assertThat(page.body()).doesNotContain("http://", "https://", "1.2.0");
      assertThat(post(client, "/../page.js", "GET", "", "").statusCode()).isEqualTo(404);
    }
    bench.bascule("status");
    assertThat(bench.out()).contains("the last update was confirmed");
  }

  @Test
  void isNotServedWhereAnybodyKnowsTheToken() throws IOException {
    server.close();
    Files.setPosixFilePermissions(bench.path("etc/bascule/page.token"),
        PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> PageServer.start(service)).hasMessageContaining("anybody can read");

    bench.configure("[page]\nlisten = \"0.0.0.0:80\"\n");
    assertThat(bench.bascule("page")).isEqualTo(ExitCode.ERROR);
    assertThat(bench.err()).contains("a loopback address, or beyond_loopback = true");
  }

  private HttpResponse<String> post(HttpClient client, String path, String method, String header,
      String cookie) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(URI.create(url(path)))
        .method(method, BodyPublishers.noBody())
        .header("X-Bascule", header)
        .header("Cookie", cookie)
        .build(), BodyHandlers.ofString());
  }

  private String url(String path) {
    return "http://127.0.0.1:" + ((InetSocketAddress) server.address()).getPort() + path;
  }
}
