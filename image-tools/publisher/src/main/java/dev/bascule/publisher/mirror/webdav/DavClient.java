package dev.bascule.publisher.mirror.webdav;

import dev.bascule.publisher.mirror.PinnedAuthorities;
import dev.bascule.publisher.mirror.StoreException;
import dev.bascule.publisher.mirror.StoreException.Reason;
import dev.bascule.publisher.mirror.Upload;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** HTTP as it is spoken with one server. Redirects are not followed: the password would go there. */
final class DavClient implements Closeable {

  /** How long a server may say nothing: until it takes a connection, until it answers, and between two pieces of an answer. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  /** A slower line than that is as good as none. */
  private static final int LEAST_BYTES_PER_SECOND = 20_000;

  private final HttpClient client;
  private final @Nullable String authorization;
  private final Duration limit;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().name("webdav-clock").daemon().factory());

  private DavClient(HttpClient client, @Nullable String authorization, Duration limit) {
    this.client = client;
    this.authorization = authorization;
    this.limit = limit;
  }

  /**
   * A client; nothing is asked yet.
   *
   * @param limit see {@link #LIMIT}
   */
  static DavClient open(DavPlace place, Duration limit) throws IOException {
    HttpClient.Builder builder = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(limit);
    PinnedAuthorities authorities = place.authorities();
    if (authorities != null) {
      builder.sslContext(authorities.context());
    }
    return new DavClient(builder.build(), place.authorization(), limit);
  }

  HttpRequest.Builder request(URI url) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(limit);
    String header = authorization;
    return header == null ? request : request.header("Authorization", header);
  }

  /** How long a server may take to answer once so many bytes were sent to it. */
  Duration limit(long bytes) {
    return limit.plusSeconds(bytes / LEAST_BYTES_PER_SECOND);
  }

  /** The body of a request, whose length is said. */
  BodyPublisher publisher(Upload upload) {
    if (upload.length() == 0) {
      return BodyPublishers.noBody();
    }
    return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> {
      try {
        return upload.open(0, upload.length());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }), upload.length());
  }

  /** Sends a request whose answer's body is of no interest. */
  int status(HttpRequest.Builder request) throws IOException {
    HttpResponse<InputStream> response = send(request);
    response.body().close();
    return response.statusCode();
  }

  HttpResponse<InputStream> send(HttpRequest.Builder builder) throws IOException {
    HttpRequest request = builder.build();
    try {
      return client.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking " + request.uri());
    } catch (IOException e) {
      throw unreachable(request.uri(), e);
    }
  }

  /** An answer's body, which must not pause for longer than the limit. */
  InputStream body(URI url, HttpResponse<InputStream> response) {
    return new ImpatientStream(response.body(), url, limit, clock);
  }

  /** What a status means to whoever runs the command. */
  static StoreException failure(URI url, int status) {
    return switch (status) {
      case 401 -> new StoreException(Reason.ACCESS, url + ": the server answered 401; it does not "
          + "know the user or the password (--user, --passphrase-file)");
      case 403 -> new StoreException(Reason.ACCESS, url + ": the server answered 403; it does not "
          + "let this user do that, or cannot write there itself");
      case 404, 409 -> new StoreException(Reason.NO_SUCH_PLACE, url + ": the server answered "
          + status + "; there is no such directory: make it on the server, or look at the URL");
      case 405, 501 -> new StoreException(Reason.ANSWER, url + ": the server answered " + status
          + "; it takes no files here: WebDAV must be switched on there");
      case 413 -> new StoreException(Reason.ANSWER, url + ": the server answered 413; the file is "
          + "longer than it takes (nginx: client_max_body_size 0)");
      case 507 -> new StoreException(Reason.ANSWER,
          url + ": the server answered 507; its disk is full");
      case 500, 502, 503, 504 -> new StoreException(Reason.UNREACHABLE, url
          + ": the server answered " + status + "; its log says why. Run it again");
      default -> new StoreException(Reason.ANSWER, url + ": the server answered " + status
          + (status / 100 == 3 ? "; redirects are not followed, give the URL that it leads to"
              : ""));
    };
  }

  static StoreException unreachable(URI url, IOException cause) {
    return new StoreException(Reason.UNREACHABLE, url + ": cannot be reached: "
        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage())
        + "; what is there already stays, run it again", cause);
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
    clock.shutdownNow();
  }
}
