package dev.bascule.updater.source;

import static dev.bascule.updater.source.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Tagged;
import dev.bascule.updater.source.ScriptedServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpOriginTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final HttpLimits PATIENT = new HttpLimits(LONG, LONG, LONG, LONG, 1);
  private static final HttpLimits NO_ANSWER = new HttpLimits(LONG, SHORT, LONG, LONG, 1);
  private static final HttpLimits NO_BYTE = new HttpLimits(LONG, LONG, SHORT, LONG, 1);
  private static final HttpLimits BUSY =
      new HttpLimits(LONG, LONG, Duration.ofSeconds(1), LONG, 1);
  private static final HttpLimits CRAWL = new HttpLimits(LONG, LONG, Duration.ofSeconds(4),
      Duration.ofSeconds(1), 1024);

  @Test
  void givesAFileAndItsRest() throws IOException {
    try (ScriptedServer server = new ScriptedServer(
        text("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"),
        text("HTTP/1.1 206 Partial Content\nContent-Range: bytes 2-4/5\nContent-Length: 3\n\nllo"));
        WebClient client = new WebClient(WebSettings.of(PATIENT))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      assertThat(read(origin, 0)).isEqualTo("hello@0");
      assertThat(read(origin, 2)).isEqualTo("llo@2");
      assertThat(server.requests.get(0))
          .startsWith("GET /repo/targets/file HTTP/1.1\n")
          .contains("Accept-Encoding: identity")
          .doesNotContain("Range")
          .doesNotContainIgnoringCase("Upgrade");
      assertThat(server.requests.get(1)).contains("Range: bytes=2-");
    }
  }

  @Test
  void saysSoWhenAServerStartsFromTheBeginning() throws IOException {
    try (ScriptedServer server = new ScriptedServer(
        text("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"));
        WebClient client = new WebClient(WebSettings.of(PATIENT))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      assertThat(read(origin, 2)).isEqualTo("hello@0");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 410})
  void takesForbiddenNotFoundAndGoneForAbsent(int status) throws IOException {
    try (ScriptedServer server = new ScriptedServer(
        text("HTTP/1.1 " + status + " No\nContent-Length: 0\n\n"));
        WebClient client = new WebClient(WebSettings.of(PATIENT))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      assertThat(origin.open("targets/file", 0)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "HTTP/1.1 206 Partial Content\nContent-Range: bytes 0-4/5\nContent-Length: 5\n\nhello",
      "HTTP/1.1 206 Partial Content\nContent-Range: bytes 3-4/5\nContent-Length: 2\n\nlo",
      "HTTP/1.1 206 Partial Content\nContent-Range: nonsense\nContent-Length: 2\n\nlo",
      "HTTP/1.1 206 Partial Content\nContent-Range: bytes 2-4/4\nContent-Length: 3\n\nllo",
      "HTTP/1.1 206 Partial Content\nContent-Range: bytes 2-1/5\nContent-Length: 0\n\n",
      "HTTP/1.1 206 Partial Content\nContent-Range: bytes 2-4/5\nContent-Length: 2\n\nll",
      "HTTP/1.1 206 Partial Content\nContent-Length: 2\n\nlo"
  })
  void refusesAnotherRangeThanItAskedFor(String answer) throws IOException {
    try (ScriptedServer server = new ScriptedServer(text(answer));
        WebClient client = new WebClient(WebSettings.of(PATIENT))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      assertThatThrownBy(() -> read(origin, 2)).hasMessageContaining("asked for bytes from 2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"abc-12\"", "W/\"abc\""})
  void asksWhetherAFileIsStillTheOneOfATag(String tag) throws IOException {
    try (ScriptedServer server = new ScriptedServer(
        text("HTTP/1.1 200 OK\nETag: " + tag + "\nContent-Length: 5\n\nhello"),
        text("HTTP/1.1 304 Not Modified\nETag: " + tag + "\n\n"),
        text("HTTP/1.1 200 OK\nContent-Length: 5\n\nworld"));
        WebClient client = new WebClient(WebSettings.of(PATIENT))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      Tagged first = origin.openUnless("file", "").orElseThrow();
      Objects.requireNonNull(first.body()).close();

      Tagged second = origin.openUnless("file", first.tag()).orElseThrow();
      assertThat(second.body()).isNull();
      assertThat(second.tag()).isEqualTo(first.tag());

      Tagged third = origin.openUnless("file", first.tag()).orElseThrow();
      Objects.requireNonNull(third.body()).close();
      assertThat(third.tag()).isEmpty();
      assertThat(server.requests.get(0)).doesNotContain("If-None-Match");
      assertThat(server.requests.get(1)).contains("If-None-Match: " + tag + "\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "\"a b\"", "\"abc", "\"\u00e4\""})
  void takesNothingElseForATag(String tag) throws IOException {
    try (ScriptedServer server = new ScriptedServer(
        text("HTTP/1.1 200 OK\nETag: " + tag + "\nContent-Length: 5\n\nhello"),
        text("HTTP/1.1 304 Not Modified\n\n"));
        WebClient client = new WebClient(WebSettings.of(PATIENT))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      Tagged first = origin.openUnless("file", "http://another.example/ \"abc\"").orElseThrow();
      assertThat(first.tag()).isEmpty();
      assertThat(server.requests.get(0)).doesNotContain("If-None-Match");

      assertThatThrownBy(() -> origin.openUnless("file", server.uri() + "/ " + tag))
          .as("an answer to what was not asked")
          .hasMessageContaining("the server answered 304");
    }
  }

  @Test
  void refusesWhatAProxyCompressed() throws IOException {
    try (ScriptedServer server = new ScriptedServer(
        text("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 5\n\nhello"));
        WebClient client = new WebClient(WebSettings.of(PATIENT))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      assertThatThrownBy(() -> read(origin, 0)).hasMessageContaining("encoded as gzip");
    }
  }

  @Test
  void refusesAPartOfWhatItAskedForWhole() throws IOException {
    try (ScriptedServer server = new ScriptedServer(text(
        "HTTP/1.1 206 Partial Content\nContent-Range: bytes 0-4/9\nContent-Length: 5\n\nhello"));
        WebClient client = new WebClient(WebSettings.of(PATIENT))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);

      assertThatThrownBy(() -> read(origin, 0)).hasMessageContaining("asked for bytes from 0");
    }
  }

  @Test
  void tellsHowLongAServerAsksToBeLeftAlone() throws IOException {
    try (ScriptedServer server = new ScriptedServer(
        text("HTTP/1.1 503 Busy\nRetry-After: 120\nContent-Length: 0\n\n"));
        WebClient client = new WebClient(WebSettings.of(PATIENT))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      assertThatThrownBy(() -> read(origin, 0))
          .isInstanceOfSatisfying(HttpStatusException.class, e -> {
            assertThat(e.status()).isEqualTo(503);
            assertThat(e.retryAfter()).contains(Duration.ofMinutes(2));
          });
    }
  }

  @Test
  void followsRedirectsButNotForEver() throws IOException {
    Answer again = text("HTTP/1.1 302 Found\nLocation: other\nContent-Length: 0\n\n");
    try (ScriptedServer server = new ScriptedServer(
        again, text("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"),
        again, again, again, again, again, again);
        WebClient client = new WebClient(WebSettings.of(PATIENT))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      assertThat(read(origin, 0)).isEqualTo("hello@0");
      assertThat(server.requests.get(1)).startsWith("GET /repo/targets/other ");
      assertThatThrownBy(() -> read(origin, 0)).hasMessageContaining("more than 5 redirects");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", ":/", "", "http://127.0.0.1:1/x",
          "http://10.0.0.1/admin", "//elsewhere.example/x", "http://me@127.0.0.1/x"})
  void refusesRedirectsToOtherKindsOfPlaces(String location) throws IOException {
    try (ScriptedServer server = new ScriptedServer(
        text("HTTP/1.1 302 Found\nLocation: " + location + "\nContent-Length: 0\n\n"));
        WebClient client = new WebClient(WebSettings.of(PATIENT))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      assertThatThrownBy(() -> read(origin, 0)).hasMessageContaining("redirect");
    }
  }

  @Test
  void refusesHeadersWithoutAnEnd() throws IOException {
    try (ScriptedServer server = new ScriptedServer(out -> {
      out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.UTF_8));
      byte[] header = ("X-More: " + "y".repeat(1000) + "\r\n").getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 1_000_000; i++) {
        out.write(header);
      }
    });
        WebClient client = new WebClient(WebSettings.of(HttpLimits.standard()))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);

      assertThatThrownBy(() -> read(origin, 0)).hasMessageContaining("size");
    }
  }

  @Test
  void doesNotCountTheTimeThatTheReaderIsBusy() throws IOException, InterruptedException {
    byte[] body = new byte[1 << 20];
    try (ScriptedServer server = new ScriptedServer(out -> {
      out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n")
          .getBytes(StandardCharsets.UTF_8));
      out.write(body);
    });
        WebClient client = new WebClient(WebSettings.of(BUSY));
        Body opened = new HttpOrigin(server.uri(), client).open("targets/file", 0)
            .orElseThrow()) {
      byte[] first = opened.stream().readNBytes(10);
      Thread.sleep(BUSY.idle().multipliedBy(3));

      assertThat(first.length + opened.stream().readAllBytes().length).isEqualTo(body.length);
    }
  }

  @Test
  void breaksOffABodyThatStalls() throws IOException {
    try (ScriptedServer server = new ScriptedServer(out -> {
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe".getBytes(StandardCharsets.UTF_8));
      out.flush();
      Thread.sleep(60_000);
    });
        WebClient client = new WebClient(WebSettings.of(NO_BYTE))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      assertThatThrownBy(() -> read(origin, 0)).hasMessageContaining("no byte for");
    }
  }

  @Test
  void breaksOffABodyThatCrawls() throws IOException {
    try (ScriptedServer server = new ScriptedServer(out -> {
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 999; i++) {
        out.write('x');
        out.flush();
        Thread.sleep(50);
      }
    });
        WebClient client = new WebClient(WebSettings.of(CRAWL))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      assertThatThrownBy(() -> read(origin, 0)).hasMessageContaining("the transfer crawled");
    }
  }

  @Test
  void givesUpOnAServerThatNeverAnswers() throws IOException {
    try (ScriptedServer server = new ScriptedServer(out -> Thread.sleep(60_000));
        WebClient client = new WebClient(WebSettings.of(NO_ANSWER))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      assertThatThrownBy(() -> read(origin, 0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(server.uri().toString());
    }
  }

  @Test
  void failsOnABodyThatIsCutShort() throws IOException {
    try (ScriptedServer server = new ScriptedServer(
        text("HTTP/1.1 200 OK\nContent-Length: 50\n\nhello"));
        WebClient client = new WebClient(WebSettings.of(PATIENT))) {
      HttpOrigin origin = new HttpOrigin(server.uri(), client);
      assertThatThrownBy(() -> read(origin, 0)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void passesOnALongBodyByteForByte() throws IOException {
    byte[] body = new byte[3 << 20];
    new Random(1).nextBytes(body);
    try (ScriptedServer server = new ScriptedServer(out -> {
      out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n")
          .getBytes(StandardCharsets.UTF_8));
      out.write(body);
    });
        WebClient client = new WebClient(WebSettings.of(PATIENT));
        Body opened = new HttpOrigin(server.uri(), client).open("targets/file", 0)
            .orElseThrow()) {

      assertThat(opened.stream().readAllBytes()).isEqualTo(body);
    }
  }

  private static String read(HttpOrigin origin, long offset) throws IOException {
    try (Body body = origin.open("targets/file", offset).orElseThrow()) {
      return new String(body.stream().readAllBytes(), StandardCharsets.UTF_8) + "@" + body.start();
    }
  }
}
