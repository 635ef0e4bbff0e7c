package dev.bascule.updater.source;

import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.origin.Tagged;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository on a web server. Asks for nothing but plain bytes, from an offset where need be; believes neither
 * lengths nor encodings nor redirects further than a careful client must.
 */
public final class HttpOrigin implements Origin {

  private static final Pattern CONTENT_RANGE = Pattern.compile(
      "bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

  /** An entity tag, weak or not (RFC 9110, section 8.8.3), of ASCII. */
  private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?\"[!#-~]{0,200}\"");

  private final URI base;
  private final WebClient client;

  /**
   * A repository below a URL.
   *
   * @param base with scheme {@code http} or {@code https}; a missing last {@code /} is added
   * @param client is shared; whoever made it closes it
   */
  public HttpOrigin(URI base, WebClient client) {
    String text = base.toString();
    this.base = text.endsWith("/") ? base : URI.create(text + "/");
    this.client = client;
  }

  @Override
  public String name() {
    return base.toString();
  }

  @Override
  public Optional<Body> open(String path, long offset) throws IOException {
    return open(path, offset, ByteRange.TO_THE_END);
  }

  @Override
  public Optional<Body> open(String path, long offset, long length) throws IOException {
    URI url = URI.create(base + path);
    ByteRange wanted = new ByteRange(offset, length);
    return opened(url, client.get(url, wanted, ""), wanted);
  }

  private Optional<Body> opened(URI url, HttpResponse<InputStream> response, ByteRange wanted)
      throws IOException {
    try {
      return switch (response.statusCode()) {
        case 200 -> {
          requirePlain(url, response);
          yield Optional.of(body(response, 0));
        }
        case 206 -> {
          requirePlain(url, response);
          requireRange(url, response, wanted);
          yield Optional.of(body(response, wanted.offset()));
        }
        case 403, 404, 410 -> {
          response.body().close();
          yield Optional.empty();
        }
        default -> throw unexpected(url, response, wanted.offset());
      };
    } catch (IOException e) {
      response.body().close();
      throw e;
    }
  }

  @Override
  public Optional<Tagged> openUnless(String path, String tag) throws IOException {
    URI url = URI.create(base + path);
    String own = base + " ";
    String held = tag.startsWith(own) ? usable(tag.substring(own.length())) : "";
    HttpResponse<InputStream> response = client.get(url, ByteRange.ALL, held);
    if (response.statusCode() == 304 && !held.isEmpty()) {
      response.body().close();
      return Optional.of(new Tagged(null, tag));
    }
    String given = usable(response.headers().firstValue("ETag").orElse(""));
    return opened(url, response, ByteRange.ALL)
        .map(body -> new Tagged(body, given.isEmpty() ? "" : own + given));
  }

  private static String usable(String entityTag) {
    return ENTITY_TAG.matcher(entityTag).matches() ? entityTag : "";
  }

  private Body body(HttpResponse<InputStream> response, long start) {
    return new Body(client.limited(response.body()), start);
  }

  private static void requirePlain(URI url, HttpResponse<InputStream> response)
      throws IOException {
    String encoding = response.headers().firstValue("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw new IOException(url + ": expected the file as it is, found it encoded as " + encoding
          + "; a server or proxy on the way must not compress what it passes on");
    }
  }

  /** Refuses a part that is not the one that was asked for, or whose length is not the one that it says. */
  private static void requireRange(URI url, HttpResponse<InputStream> response, ByteRange wanted)
      throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!wanted.isAll() && matcher.matches()) {
      long first = Long.parseLong(matcher.group(1));
      long last = Long.parseLong(matcher.group(2));
      String total = matcher.group(3);
      OptionalLong length = response.headers().firstValueAsLong("Content-Length");
      if (first == wanted.offset() && last >= first
          && last - first < wanted.length()
          && (total.equals("*") || last < Long.parseLong(total))
          && (length.isEmpty() || length.getAsLong() == last - first + 1)) {
        return;
      }
    }
    throw new IOException(url + ": asked for bytes from " + wanted.offset()
        + ", found the answer's Content-Range to be '" + range + "'");
  }

  private static HttpStatusException unexpected(URI url, HttpResponse<InputStream> response,
      long offset) {
    int status = response.statusCode();
    String more = switch (status) {
      case 401 -> "; it wants to know who asks: give the device a certificate that it knows";
      case 407 -> "; the proxy wants a user and a password: see [source] proxy";
      case 416 -> "; it has fewer than " + offset + " bytes of it";
      default -> "";
    };
    return new HttpStatusException(url + ": the server answered " + status + more, status,
        RetryAfter.of(response, Instant.now()));
  }
}
