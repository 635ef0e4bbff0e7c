package dev.bascule.publisher.mirror.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bascule.publisher.mirror.RemoteStore.StoredFile;
import dev.bascule.publisher.mirror.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that begins to answer and sends nothing more, at each place where it can; and one that is only slow. */
class StallingServerTest {

  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final String LISTING = """
    <?xml version="1.0"?>
    <multistatus xmlns="DAV:">
    """;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private ServerSocket socket;
  /** What is sent, in pieces; a pause after each, and for ever after the last. */
  private volatile String[] pieces = {};
  private volatile Duration pause = Duration.ZERO;

  @BeforeEach
  void listen() throws IOException {
    socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Future<?> _ = threads.submit(() -> {
      while (true) {
        Socket client = socket.accept();
        Future<?> _ = threads.submit(() -> answer(client));
      }
    });
  }

  @AfterEach
  void stop() throws IOException {
    socket.close();
    threads.shutdownNow();
  }

  @Test
  void leavesAListingThatStalls() throws IOException {
    pieces = new String[]{"HTTP/1.1 207 Multi-Status\r\nContent-Length: 1000\r\n\r\n", LISTING};

    try (WebDavStore store = open()) {
      assertThatExceptionOfType(StoreException.class).isThrownBy(store::list)
          .withMessageContaining(
              "/metadata/: cannot be reached: it sent nothing more of its answer for 1 s")
          .satisfies(e -> assertThat(e.reason())
              .isEqualTo(StoreException.Reason.UNREACHABLE));
    }
  }

  @Test
  void leavesAFileThatStalls() throws IOException {
    pieces = new String[]{"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "the begin"};

    try (WebDavStore store = open();
        StoredFile file = store.open("metadata/timestamp.json").orElseThrow()) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> file.stream().readAllBytes())
          .withMessageContaining("it sent nothing more of its answer for 1 s");
    }
  }

  @Test
  void leavesAServerThatDoesNotAnswer() throws IOException {
    try (WebDavStore store = open()) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.open("metadata/timestamp.json"))
          .withMessageContaining("cannot be reached");
    }
  }

  @Test
  void readsWhatComesSlowlyToItsEnd() throws IOException {
    pieces = new String[]{"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n", "a", "b", "c", "d", "e",
        "f"};
    pause = LIMIT.dividedBy(3);

    try (WebDavStore store = open();
        StoredFile file = store.open("metadata/timestamp.json").orElseThrow()) {
      assertThat(file.stream().readAllBytes()).asString(StandardCharsets.US_ASCII)
          .isEqualTo("abcdef");
    }
  }

  private WebDavStore open() throws IOException {
    return WebDavStore.open(new DavPlace(
        URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/"), null, null), LIMIT);
  }

  /** The connection stays open until the test ends. */
  private Void answer(Socket client) throws IOException, InterruptedException {
    try (client) {
      OutputStream out = client.getOutputStream();
      for (String piece : pieces) {
        out.write(piece.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        Thread.sleep(pause);
      }
      Thread.sleep(Duration.ofDays(1));
    }
    return null;
  }
}
