package dev.bascule.updater.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.HttpOrigin;
import dev.bascule.updater.source.WebClient;
import dev.bascule.updater.source.WebSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A real server that asks to be left alone. */
class RetryAfterTest {

  @Test
  void waitsAsLongAsTheServerAsksHoweverDeepTheErrorIsWrapped() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.getResponseHeaders().add("Retry-After", "1800");
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
    });
    server.start();
    List<Duration> waits = new ArrayList<>();
    URI base = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    try (WebClient client = new WebClient(WebSettings.of(HttpLimits.standard()))) {
      HttpOrigin origin = new HttpOrigin(base, client);
      boolean[] asked = {false};
      new PollLoop(() -> {
        if (asked[0]) {
          return true;
        }
        asked[0] = true;
        try {
          origin.open("metadata/timestamp.json", 0);
        } catch (IOException e) {
          throw new IOException("cannot refresh", new IOException("wrapped", e));
        }
        return false;
      }, new PollSchedule(Duration.ofHours(6), Duration.ZERO, RandomGenerator.getDefault()),
          waits::add, new PollLoop.Listener() {
            @Override
            public void waiting(Duration wait) {}

            @Override
            public void failed(Exception failure) {}
          }).run();
    } finally {
      server.stop(0);
    }

    assertThat(waits).containsExactly(Duration.ZERO, Duration.ofMinutes(30));
  }
}
