package dev.bascule.publisher.mirror.webdav;

import dev.bascule.image.origin.PieceFilter;
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
import org.jspecify.annotations.Nullable;

/** HTTP as it is spoken with one server. Redirects are not followed: the password would go there. */
final class DavClient implements Closeable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A slower line than that is as good as none. */
  private static final int LEAST_BYTES_PER_SECOND = 20_000;

  private final HttpClient client;
  private final @Nullable String authorization;

  private DavClient(HttpClient client, @Nullable String authorization) {
    this.client = client;
    this.authorization = authorization;
  }

  static DavClient open(DavPlace place) throws IOException {
    HttpClient.Builder builder = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(LIMIT);
    PinnedAuthorities authorities = place.authorities();
    if (authorities != null) {
      builder.sslContext(authorities.context());
    }
    return new DavClient(builder.build(), place.authorization());
  }

  HttpRequest.Builder request(URI url) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(LIMIT);
    String header = authorization;
    return header == null ? request : request.header("Authorization", header);
  }

  /** How long a server may take to answer once so many bytes were sent to it. */
  Duration limit(long bytes) {
    return LIMIT.plusSeconds(bytes / LEAST_BYTES_PER_SECOND);
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

  InputStream body(URI url, HttpResponse<InputStream> response) {
    return new PieceFilter(response.body()) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        try {
          return in.read(target, offset, length);
        } catch (IOException e) {
          throw unreachable(url, e);
        }
      }
    };
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

  private static StoreException unreachable(URI url, IOException cause) {
    return new StoreException(Reason.UNREACHABLE, url + ": cannot be reached: "
        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage())
        + "; what is there already stays, run it again", cause);
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
