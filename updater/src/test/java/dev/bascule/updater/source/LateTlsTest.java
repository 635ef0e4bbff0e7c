package dev.bascule.updater.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class LateTlsTest {

  @Test
  void isMadeOnceAndByWhoeverNeedsItFirst() {
    AtomicInteger made = new AtomicInteger();
    SSLContext context = new LateTls(() -> {
      made.incrementAndGet();
      return new TlsFiles(null, null, null).make(null);
    });
    assertThat(made).hasValue(0);

    assertThat(context.createSSLEngine("host", 443).getSupportedProtocols()).contains("TLSv1.3");
    assertThat(context.createSSLEngine().getPeerHost()).isNull();
    assertThat(context.getDefaultSSLParameters().getProtocols()).contains("TLSv1.3");
    assertThat(context.getClientSessionContext()).isNotNull();
    assertThat(made).hasValue(1);
  }

  @Test
  void aLookOverPlainHttpNeedsNone() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, 4);
      exchange.getResponseBody().write("here".getBytes(UTF_8));
      exchange.close();
    });
    server.start();
    SSLContext never = new LateTls(() -> {
      throw new IOException("nobody needs it");
    });
    try (WebClient client = new WebClient(new WebSettings(HttpLimits.standard(), never,
        ProxyRoutes.none(), null, Set.of()))) {
      URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/file");
      try (var body = client.get(url, ByteRange.ALL, "").body()) {
        assertThat(body.readAllBytes()).asString(UTF_8).isEqualTo("here");
      }
    } finally {
      server.stop(0);
    }
    assertThatThrownBy(never::createSSLEngine).isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("nobody needs it");
  }
}
