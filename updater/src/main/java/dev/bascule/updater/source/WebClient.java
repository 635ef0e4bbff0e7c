package dev.bascule.updater.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks web servers for plain bytes, over connections that are kept: HTTP/2 where TLS and the server have it, else
 * HTTP/1.1. Follows redirects as far as {@link Redirects} allows. Several servers share one client and its bandwidth.
 */
public final class WebClient implements Closeable {

  private static final int MOST_AHEAD = 1 << 20;
  private static final int THREADS = 2;

  private final WebSettings settings;
  private final Redirects redirects;
  private final ExecutorService threads;
  private final HttpClient client;

  /** Makes a client; nothing is asked yet. */
  public WebClient(WebSettings settings) {
    HttpTuning.apply(settings.bandwidth());
    this.settings = settings;
    this.redirects = new Redirects(settings.redirectHosts());
    this.threads = Executors.newFixedThreadPool(THREADS,
        Thread.ofPlatform().name("http-", 1).daemon().factory());
    HttpClient.Builder builder = HttpClient.newBuilder()
        .executor(threads)
        .connectTimeout(settings.limits().connect())
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(settings.proxies().selector());
    if (settings.tls() != null) {
      builder.sslContext(settings.tls()).sslParameters(LateTls.parameters());
    }
    Authenticator authenticator = settings.proxies().authenticator();
    if (authenticator != null) {
      builder.authenticator(authenticator);
    }
    this.client = builder.build();
  }

  /**
   * Asks for a file, or a part of it.
   *
   * @param unless the entity tag of what is held of it; empty for none
   * @return the answer to the last request, whatever its status but a redirect's; its body must be closed
   */
  HttpResponse<InputStream> get(URI url, ByteRange range, String unless) throws IOException {
    URI at = url;
    for (int hop = 0; hop <= Redirects.MOST; hop++) {
      HttpResponse<InputStream> response = send(request(at, range, unless));
      switch (response.statusCode()) {
        case 301, 302, 303, 307, 308 -> {
          response.body().close();
          at = redirects.follow(at, response.headers().firstValue("Location").orElse(""));
        }
        default -> {
          return response;
        }
      }
    }
    throw new IOException(url + ": more than " + Redirects.MOST + " redirects");
  }

  /** A body, no faster than the bandwidth. */
  InputStream limited(InputStream body) {
    Bandwidth bandwidth = settings.bandwidth();
    return bandwidth == null ? body : bandwidth.limit(body);
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }

  /** Asks one server once; the answer's body must be closed. */
  @SuppressWarnings("Interruption") // the platform ends the exchange only when it is cancelled so
  HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    URI url = request.uri();
    CompletableFuture<HttpResponse<InputStream>> answer = client.sendAsync(
        request,
        head -> new BodyStream(settings.limits(), mostAhead(),
            announcedLength(head.headers()), System::nanoTime));
    try {
      return withBody(url,
          answer.get(settings.limits().answer().toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking for " + url);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException(
          url + ": no answer within " + settings.limits().answer().toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(url + ": " + reason(url, cause), cause);
    }
  }

  /** A proxy that does not make the tunnel is the one that answers, and what it says has no body. */
  private static HttpResponse<InputStream> withBody(URI url, HttpResponse<InputStream> response)
      throws HttpStatusException {
    if (response.body() == null) {
      int status = response.statusCode();
      throw new HttpStatusException(url + ": the proxy answered " + status + (status == 407
          ? "; it wants a user and a password: see [source] proxy"
          : ""), status, null);
    }
    return response;
  }

  private static long announcedLength(HttpHeaders headers) {
    try {
      return headers.firstValueAsLong("Content-Length").orElse(-1);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static HttpRequest request(URI url, ByteRange range, String unless) {
    HttpRequest.Builder request = plain(url);
    if (!range.isAll()) {
      request.header("Range", range.header());
    }
    if (!unless.isEmpty()) {
      request.header("If-None-Match", unless);
    }
    return request.build();
  }

  /** The platform's own limit on a request is not used: it may cover the whole transfer (JDK-8208693). */
  static HttpRequest.Builder plain(URI url) {
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    return HttpRequest.newBuilder(url)
        // Without TLS, HTTP/2 would take an upgrade that proxies on the way answer in ways of their own.
        .version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
        .header("Accept-Encoding", "identity")
        .header("Cache-Control", "no-transform")
        .header("User-Agent", "bascule");
  }

  private int mostAhead() {
    Bandwidth bandwidth = settings.bandwidth();
    return bandwidth == null ? MOST_AHEAD : bandwidth.share();
  }

  private String reason(URI url, Throwable failure) {
    @Nullable WebProxy proxy = settings.proxies().proxyFor(url);
    String through = proxy == null ? "" : " (through the proxy " + proxy + ")";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the name of the " + (proxy == null ? "server" : "proxy") + " is not known"
            + through;
      }
      if (cause instanceof SSLException) {
        return "no secure connection: " + cause.getMessage() + through;
      }
    }
    String message = failure.getMessage();
    return (message != null
        ? message
        : failure instanceof ConnectException
            ? "no connection"
            : failure.getClass().getSimpleName())
        + through;
  }
}
