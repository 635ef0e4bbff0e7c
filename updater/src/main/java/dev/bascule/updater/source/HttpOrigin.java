package dev.bascule.updater.source;

import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A repository on a web server. Asks for nothing but plain bytes, from an offset where need be; believes neither
 * lengths nor encodings nor redirects further than a careful client must.
 */
public final class HttpOrigin implements Origin, AutoCloseable {

  private static final int MOST_REDIRECTS = 5;
  private static final Pattern CONTENT_RANGE = Pattern.compile(
      "bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private final URI base;
  private final HttpLimits limits;
  private final HttpClient client;
  private final ScheduledExecutorService watcher;

  /**
   * A repository below a URL.
   *
   * @param base with scheme {@code http} or {@code https}; a missing last {@code /} is added
   * @param tls what to trust, or null for the platform's authorities
   */
  public HttpOrigin(URI base, HttpLimits limits, @Nullable SSLContext tls) {
    String text = base.toString();
    this.base = text.endsWith("/") ? base : URI.create(text + "/");
    this.limits = limits;
    HttpClient.Builder builder = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(limits.connect())
        .followRedirects(HttpClient.Redirect.NEVER);
    if (tls != null) {
      builder.sslContext(tls);
    }
    this.client = builder.build();
    this.watcher = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("transfer-watch").daemon().factory());
  }

  @Override
  public String name() {
    return base.toString();
  }

  @Override
  public Optional<Body> open(String path, long offset) throws IOException {
    URI uri = URI.create(base + path);
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpResponse<InputStream> response = send(uri, offset);
      int status = response.statusCode();
      switch (status) {
        case 200 -> {
          requirePlain(uri, response);
          return Optional.of(body(response, 0));
        }
        case 206 -> {
          requirePlain(uri, response);
          return Optional.of(body(response, requireRange(uri, response, offset)));
        }
        case 403, 404 -> {
          response.body().close();
          return Optional.empty();
        }
        case 301, 302, 303, 307, 308 -> {
          response.body().close();
          uri = redirect(uri, response);
        }
        default -> {
          response.body().close();
          throw new HttpStatusException(uri + ": the server answered " + status
              + (status == 416 ? "; it has fewer than " + offset + " bytes of it" : ""),
              status, retryAfter(response));
        }
      }
    }
    throw new IOException(base + path + ": more than " + MOST_REDIRECTS + " redirects");
  }

  @Override
  public void close() {
    watcher.shutdownNow();
    client.shutdownNow();
  }

  private HttpResponse<InputStream> send(URI uri, long offset) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri)
        .timeout(limits.answer())
        .header("Accept-Encoding", "identity")
        .header("User-Agent", "bascule");
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
    }
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking for " + uri);
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException(uri + ": " + why, e);
    }
  }

  private Body body(HttpResponse<InputStream> response, long start) {
    return new Body(
        new WatchedStream(response.body(), limits, System::nanoTime, watcher), start);
  }

  private static void requirePlain(URI uri, HttpResponse<InputStream> response)
      throws IOException {
    String encoding = response.headers().firstValue("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      response.body().close();
      throw new IOException(uri + ": expected the file as it is, found it encoded as " + encoding
          + "; a server or proxy on the way must not compress what it passes on");
    }
  }

  private static long requireRange(URI uri, HttpResponse<InputStream> response, long offset)
      throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != offset) {
      response.body().close();
      throw new IOException(uri + ": asked for bytes from " + offset
          + ", found the answer's Content-Range to be '" + range + "'");
    }
    return offset;
  }

  private static URI redirect(URI from, HttpResponse<InputStream> response) throws IOException {
    String location = response.headers().firstValue("Location").orElse("");
    URI to;
    try {
      to = from.resolve(URI.create(location));
    } catch (IllegalArgumentException e) {
      throw new IOException(from + ": redirected to what is not a URL: " + location, e);
    }
    boolean secure = "https".equals(to.getScheme());
    if (location.isEmpty() || !(secure || "http".equals(to.getScheme()))
        || ("https".equals(from.getScheme()) && !secure)) {
      throw new IOException(from + ": refused the redirect to '" + location + "'");
    }
    return to;
  }

  private static @Nullable Duration retryAfter(HttpResponse<InputStream> response) {
    return response.headers()
        .firstValue("Retry-After")
        .filter(value -> SECONDS.matcher(value).matches())
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(null);
  }
}
