package dev.bascule.publisher.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryServerTest {

  private static final int LONG = 300_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<AccessLog.Entry> log = new LinkedBlockingQueue<>();
  @TempDir
  private Path outside;
  private Path directory;
  private RepositoryServer server;

  @BeforeEach
  void serveADirectory() throws IOException {
    directory = Files.createDirectory(outside.resolve("repository"));
    Files.createDirectory(directory.resolve("metadata"));
    Files.writeString(directory.resolve("metadata/timestamp.json"), "{}");
    Files.writeString(directory.resolve("metadata/1.root.json"), "0123456789");
    Files.writeString(directory.resolve("a b+c"), "blank");
    Files.createFile(directory.resolve("empty"));
    Files.writeString(outside.resolve("secret"), "hidden");
    server = RepositoryServer.start(directory,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0, log::add);
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void sendsAFileWhole() throws Exception {
    HttpResponse<String> answer = get("/metadata/1.root.json");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("0123456789");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Accept-Ranges")).hasValue("bytes");
  }

  @Test
  void sendsARange() throws Exception {
    HttpResponse<String> answer = get("/metadata/1.root.json", "Range", "bytes=3-5");

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo("345");
    assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes 3-5/10");
  }

  @Test
  void refusesARangeBehindTheEnd() throws Exception {
    HttpResponse<String> answer = get("/metadata/1.root.json", "Range", "bytes=10-");

    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes */10");
  }

  @Test
  void sendsAnEmptyFile() throws Exception {
    HttpResponse<String> answer = get("/empty");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void saysThatAFileIsStillTheSame() throws Exception {
    String tag = tag(get("/metadata/timestamp.json"));

    HttpResponse<String> same = get("/metadata/timestamp.json", "If-None-Match", "\"x\", W/" + tag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    Path beside = Files.writeString(outside.resolve("new"), "[]");
    Files.move(beside, directory.resolve("metadata/timestamp.json"),
        StandardCopyOption.ATOMIC_MOVE);
    HttpResponse<String> other = get("/metadata/timestamp.json", "If-None-Match", tag);
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.body()).isEqualTo("[]");
  }

  @Test
  void resumesOnlyTheFileThatWasBegun() throws Exception {
    String tag = tag(get("/metadata/1.root.json"));

    assertThat(get("/metadata/1.root.json", "Range", "bytes=3-", "If-Range", tag).statusCode())
        .isEqualTo(206);
    HttpResponse<String> other = get("/metadata/1.root.json", "Range", "bytes=3-", "If-Range",
        "\"another\"");
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.body()).isEqualTo("0123456789");
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    HttpResponse<String> answer = client.send(HttpRequest.newBuilder(uri("/metadata/1.root.json"))
        .HEAD()
        .build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(10);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void letsCachesKeepWhatNeverChanges() throws Exception {
    assertThat(get("/metadata/1.root.json").headers().firstValue("Cache-Control"))
        .hasValue("public, max-age=31536000, immutable");
    assertThat(get("/metadata/timestamp.json").headers().firstValue("Cache-Control"))
        .hasValue("no-cache");
    assertThat(get("/metadata/2.root.json").headers().firstValue("Cache-Control"))
        .hasValue("no-cache");
  }

  @Test
  void decodesNames() throws Exception {
    assertThat(get("/a%20b+c").body()).isEqualTo("blank");
    assertThat(get("/a%20b%2bc").body()).isEqualTo("blank");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metadata", "/metadata/", "/nothing", "/../secret",
      "/metadata/../../secret", "/%2e%2e/secret", "/.%2E/secret", "/..%2fsecret",
      "/%2e%2e%2fsecret", "/metadata/%00", "/%ff", "/%", "/%2", "/%zz", "//secret",
      "/./metadata/1.root.json", "/metadata//1.root.json", "/metadata/1.root.json/",
      "/..\\secret", "/link", "/linked/secret", "/%c0%ae%c0%ae/secret"})
  void findsNothingOutsideAndNothingButFiles(String path) throws Exception {
    Files.createSymbolicLink(directory.resolve("link"), outside.resolve("secret"));
    Files.createSymbolicLink(directory.resolve("linked"), outside);

    String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*").doesNotContain("hidden", "0123456789");
  }

  @Test
  void refusesToBeWrittenTo() throws Exception {
    HttpResponse<String> answer = client.send(HttpRequest.newBuilder(uri("/metadata/1.root.json"))
        .PUT(HttpRequest.BodyPublishers.ofString("x"))
        .build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @Test
  void logsWhatItSent() throws Exception {
    get("/metadata/1.root.json", "Range", "bytes=3-5");
    assertThat(log.take().toString()).matches("peer=127\\.0\\.0\\.1 method=GET "
        + "path=/metadata/1\\.root\\.json status=206 bytes=3 ms=[0-9]+");

    get("/no%0athing");
    AccessLog.Entry second = log.take();
    assertThat(second.path()).isEqualTo("/no%0athing");
    assertThat(second.status()).isEqualTo(404);
  }

  @Test
  void finishesWhatItAnswersBeforeItStops() throws Exception {
    Files.write(directory.resolve("long"), new byte[LONG]);
    try (RepositoryServer other = RepositoryServer.start(directory,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), LONG, log::add);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), other.address().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("GET /long HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      int first = socket.getInputStream().read();
      Thread stopping = Thread.ofPlatform().start(other::close);
      int rest = socket.getInputStream().readAllBytes().length;
      stopping.join();

      assertThat(first).isEqualTo('H');
      assertThat(rest).isGreaterThan(LONG);
      assertThat(log).singleElement().asString().contains("path=/long status=200 bytes=" + LONG);
    }
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  private static String tag(HttpResponse<?> answer) {
    return answer.headers().firstValue("ETag").orElseThrow();
  }

  /** A request byte for byte: clients tidy paths up. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
