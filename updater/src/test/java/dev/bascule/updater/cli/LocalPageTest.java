package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.updater.config.ConfigurationFiles;
import dev.bascule.updater.page.PageServer;
import dev.bascule.updater.process.Tool;
import dev.bascule.updater.service.UpdateService;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The technician's page on a Unix socket, asked by curl. */
class LocalPageTest {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path directory;
  @SuppressWarnings("NullAway.Init") // made before each test
  private Bench bench;
  @SuppressWarnings("NullAway.Init") // made before each test
  private UpdateService service;
  @SuppressWarnings("NullAway.Init") // made before each test
  private PageServer server;

  @BeforeEach
  void makeBench() throws IOException {
    Tool.require("curl");
    bench = new Bench(directory, Bench.disk(Files.createDirectory(directory.resolve("made"))));
  }

  private void serve(String page) throws IOException {
    bench.configure("[page]\nlisten = \"unix:/run/bascule/page.socket\"\n" + page);
    service = new UpdateService(ConfigurationFiles.read(directory));
    server = PageServer.start(service);
  }

  @AfterEach
  @SuppressWarnings("NullAway") // null where a test served nothing
  void stop() throws IOException {
    if (server != null) {
      server.close();
      service.close();
    }
  }

  @Test
  void isForRootAloneAndAsksForNoTokenWhereNothingElseIsSaid() throws IOException {
    serve("");

    PosixFileAttributes file = Files.readAttributes(socket(), PosixFileAttributes.class);
    assertThat(PosixFilePermissions.toString(file.permissions())).isEqualTo("rw-------");
    assertThat(ask("GET", "/")).startsWith("200").contains("<html");
    assertThat(ask("GET", "/api/status")).startsWith("200").contains("\"state\":\"idle\"");
    assertThat(ask("GET", "/nothing")).startsWith("404");
    assertThat(curl("-H", "Host: evil.example", "http://localhost/api/status")).startsWith("403");
    assertThat(Tool.run(List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}",
        "--unix-socket", socket().toString(), "http://localhost/api/status"))).isEqualTo("403");
    server.close();
    assertThat(socket()).doesNotExist();
    assertThat(bench.path("run/bascule")).isEmptyDirectory();
  }

  @Test
  void asksForTheTokenWhereThereIsOneAndTakesABundleFromWhoeverShowsIt() throws IOException {
    Path token = bench.write("etc/bascule/page.token", TOKEN + "\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    serve("mode = \"0666\"\ntoken = \"/etc/bascule/page.token\"\n");

    assertThat(ask("GET", "/api/status")).startsWith("401");
    assertThat(ask("POST", "/api/login", "-d", "{\"token\":\"wrong\"}")).startsWith("401");
    assertThat(ask("POST", "/api/login", "-c", "jar", "-d", "{\"token\":\"" + TOKEN + "\"}"))
        .startsWith("200");
    Path bundle = bench.write("a.bascule", "x".repeat(3 << 20));
    assertThat(ask("POST", "/api/upload", "-b", "jar", "-T", bundle.toString()))
        .as("curl waits for 100 Continue")
        .startsWith("202")
        .contains("\"job\":1");
    assertThat(ask("POST", "/api/upload", "-T", bundle.toString())).startsWith("401");
  }

  @Test
  void isServedInASocketThatSystemdMade() throws Exception {
    Tool.require("systemd-socket-activate");
    bench.configure("[page]\nlisten = \"unix:/run/bascule/page.socket\"\n");
    Files.createDirectories(socket().getParent());
    List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 077; exec \"$0\" \"$@\"",
        "systemd-socket-activate", "--inetd", "-l",
        socket().toString(), Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", System.getProperty("java.class.path"), Main.class.getName(), "page", "--idle", "1s",
        "--root", directory.toString()));
    Process activated = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
    try {
      while (!Files.exists(socket())) {
        assertThat(activated.isAlive()).isTrue();
        Thread.sleep(10);
      }
      assertThat(ask("GET", "/api/status")).as(Files.readString(directory.resolve("log")))
          .startsWith("200");
      assertThat(activated.waitFor()).as("it leaves when nobody asks").isZero();
      assertThat(socket()).as("it is systemd's").exists();
    } finally {
      activated.destroy();
    }
  }

  @Test
  void endsConnectionsThatMakeNoSenseAndAnswersTheNext() throws IOException {
    serve("");
    for (String request : List.of("GET / HTTP/2\r\n\r\n", "get / HTTP/1.1\r\n\r\n",
        "GET http://x/ HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nA B\r\n\r\n",
        "POST /api/cancel HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /api/cancel HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "GET / HTTP/1.1\r\nA: " + "b".repeat(20_000) + "\r\n\r\n")) {
      assertThat(raw(request)).startsWith("HTTP/1.1 400 ");
    }
  }

  /** As many as there is room for. */
  @Test
  void doesNotWaitLongForThoseWhoSayNothing() throws IOException {
    serve("");
    List<SocketChannel> silent = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      silent.add(connect());
    }
    assertThat(ask("GET", "/")).startsWith("200");
    for (SocketChannel channel : silent) {
      channel.close();
    }
  }

  @Test
  void isNotServedWhereAnybodyCouldConnectOrSomethingElseIsThere() throws IOException {
    bench.configure("[page]\nlisten = \"unix:/run/bascule/page.socket\"\nmode = \"0666\"\n");
    assertThat(bench.bascule("page")).isEqualTo(ExitCode.ERROR);
    assertThat(bench.err()).contains("[page] token: expected a file with a secret");
    bench.configure("[page]\nlisten = \"unix:/run/bascule/page.socket\"\nmode = \"rw\"\n");
    assertThat(bench.bascule("page")).isEqualTo(ExitCode.ERROR);
    assertThat(bench.err()).contains("octal digits");
    bench.configure("[page]\nlisten = \"unix:run\"\n");
    assertThat(bench.bascule("page")).isEqualTo(ExitCode.ERROR);
    assertThat(bench.err()).contains("unix:/absolute/path");
    bench.write("run/bascule/page.socket", "a file");
    assertThatThrownBy(() -> serve("")).hasMessageContaining("expected a socket or nothing");
    Files.delete(socket());
    serve("");
    UpdateService second = new UpdateService(ConfigurationFiles.read(directory));
    assertThatThrownBy(() -> PageServer.start(second)).hasMessageContaining("serves it already");
    assertThat(ask("GET", "/")).startsWith("200");
    second.close();
  }

  private Path socket() {
    return bench.path("run/bascule/page.socket");
  }

  private String ask(String method, String path, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("-X", method));
    words.addAll(List.of(more));
    words.add("http://localhost" + path);
    return curl(words.toArray(String[]::new));
  }

  /** The status, and behind it the answer. */
  private String curl(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && out=$(curl -s -m 60 "
        + "-o answer -w '%{http_code}' \"$@\") && echo \"$out\" && cat answer",
        directory.toString(), "--unix-socket", socket().toString(), "-H", "X-Bascule: 1"));
    command.addAll(List.of(arguments));
    return Tool.run(command);
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket()));
    return channel;
  }

  private String raw(String request) throws IOException {
    try (SocketChannel channel = connect()) {
      channel.write(StandardCharsets.US_ASCII.encode(request));
      ByteBuffer answer = ByteBuffer.allocate(1000);
      channel.read(answer);
      return StandardCharsets.US_ASCII.decode(answer.flip()).toString();
    }
  }
}
