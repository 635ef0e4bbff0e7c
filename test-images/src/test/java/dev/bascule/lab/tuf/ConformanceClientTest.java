package dev.bascule.lab.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol's edges; what the client does with repositories, the suite judges. */
class ConformanceClientTest {

  @TempDir
  Path directory;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final StringWriter errors = new StringWriter();
  private HttpServer server = create();

  @BeforeEach
  void listen() {
    server.createContext("/", exchange -> {
      requests.add(exchange.getRequestURI().getRawPath());
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
    });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void beginsWithARootWithoutJudgingItAndWithoutAWordToTheRepository() throws Exception {
    Path root = Files.writeString(directory.resolve("initial.json"), "{\"signed\": {}}\n\n");

    assertThat(run("--metadata-dir", metadata(), "init", root.toString())).isZero();

    assertThat(directory.resolve("metadata/root.json")).hasSameBinaryContentAs(root);
    assertThat(requests).isEmpty();
  }

  @Test
  void refusesABadRootAtRefreshWithoutAWordToTheRepository() throws Exception {
    Path root = Files.writeString(directory.resolve("initial.json"), "{\"signed\": {}}");
    assertThat(run("--metadata-dir", metadata(), "init", root.toString())).isZero();

    assertThat(run("--metadata-dir", metadata(), "--metadata-url", url(), "refresh")).isOne();

    assertThat(errors.toString()).contains("bascule-tuf: trust anchor: signed._type: expected");
    assertThat(requests).isEmpty();
  }

  @Test
  void endsWithOneWhateverIsWrongWithTheCommandLine() {
    assertThat(run()).isOne();
    assertThat(run("--metadata-dir", metadata())).isOne();
    assertThat(run("--metadata-dir", metadata(), "refresh")).isOne();
    assertThat(run("--metadata-dir", metadata(), "--metadata-url", url(), "refresh")).isOne();
    assertThat(run("--metadata-dir", metadata(), "--metadata-url", "no url", "refresh")).isOne();
    assertThat(run("--metadata-dir", metadata(), "init", "absent")).isOne();
    assertThat(run("--metadata-dir", metadata(), "upgrade")).isOne();
  }

  private int run(String... arguments) {
    PrintWriter err = new PrintWriter(errors, true);
    return ConformanceClient.run(err, err, arguments);
  }

  private String metadata() {
    return directory.resolve("metadata").toString();
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/a%5Bb%5D/metadata/";
  }

  private static HttpServer create() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
