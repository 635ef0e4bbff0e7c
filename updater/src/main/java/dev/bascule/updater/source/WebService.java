package dev.bascule.updater.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Objects;

/**
 * A web service that gives and takes small documents and wants to know who asks. Nothing is asked of another server than its
 * own, whatever a link or a redirect says: the secret would go there.
 */
public final class WebService {

  /** Documents that are longer are refused. */
  public static final int MAX_DOCUMENT = 1 << 20;

  private static final String JSON = "application/json";

  private final WebClient client;
  private final URI base;
  private final String authorization;

  /**
   * A service below a URL.
   *
   * @param client is shared; whoever made it closes it
   * @param authorization the value of the header of that name
   */
  public WebService(WebClient client, URI base, String authorization) {
    this.client = client;
    this.base = base;
    this.authorization = authorization;
  }

  /** Reads a document. */
  public byte[] get(URI url) throws IOException {
    return exchange(url, request(url).header("Accept", "application/hal+json, " + JSON).GET());
  }

  /**
   * Sends a JSON document.
   *
   * @param method {@code POST} or {@code PUT}
   */
  public void send(String method, URI url, byte[] document) throws IOException {
    exchange(url, request(url).header("Content-Type", JSON)
        .header("Accept", "application/hal+json, " + JSON)
        .method(method, BodyPublishers.ofByteArray(document)));
  }

  /**
   * A link that the service gave.
   *
   * @throws IOException if it leads anywhere but below the service's own URL
   */
  public URI follow(String link) throws IOException {
    URI url;
    try {
      url = base.resolve(URI.create(link)).normalize();
    } catch (IllegalArgumentException e) {
      throw new IOException(base + ": expected a link, found one that is no URL", e);
    }
    boolean own = Objects.equals(url.getScheme(), base.getScheme())
        && Objects.equals(url.getRawAuthority(), base.getRawAuthority())
        && url.getRawPath() != null
        && url.getRawPath().startsWith(base.getRawPath());
    if (!own) {
      throw new IOException(base + ": expected a link to the same server, found one to "
          + url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath()
          + "; a proxy before it must tell it its own name (X-Forwarded-Host, -Port, -Proto)");
    }
    return url;
  }

  private HttpRequest.Builder request(URI url) {
    return WebClient.plain(url).header("Authorization", authorization);
  }

  private byte[] exchange(URI url, HttpRequest.Builder request) throws IOException {
    HttpResponse<InputStream> response = client.send(request.build());
    try (InputStream body = response.body()) {
      int status = response.statusCode();
      byte[] document = body.readNBytes(MAX_DOCUMENT + 1);
      if (status / 100 != 2) {
        throw new HttpStatusException(url + ": the server answered " + status + remedy(status),
            status, RetryAfter.of(response, Instant.now()));
      }
      if (document.length > MAX_DOCUMENT) {
        throw new IOException(url + ": expected at most " + MAX_DOCUMENT + " bytes, found more");
      }
      return document;
    }
  }

  private static String remedy(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> "; redirects are not followed: name the server's own URL";
      case 401, 403 -> "; it does not take the device's token";
      case 404, 410 -> "; it does not know that, or not any more";
      case 429 -> "; it is asked too often";
      default -> "";
    };
  }
}
