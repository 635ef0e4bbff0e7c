package dev.bascule.updater.source;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A proxy for HTTP: it passes on plain requests, and tunnels https by {@code CONNECT}.
 *
 * @param user null where it asks nobody's name
 * @param password null with the user, or if it is in a file
 */
public record WebProxy(String host, int port, @Nullable String user, @Nullable String password) {

  /** What {@link #parse} reads, for messages. */
  public static final String FORM = "a proxy such as http://proxy.example.com:3128";

  private static final int USUAL_PORT = 80;

  /**
   * Reads {@code http://user:password@host:port}; all but the host may be absent, as in the variables that other
   * programs read.
   *
   * @throws IllegalArgumentException for anything else; proxies that are themselves spoken to by TLS or SOCKS among it
   */
  public static WebProxy parse(String text) {
    URI url = URI.create(text.contains("://") ? text : "http://" + text);
    String path = url.getPath() == null ? "" : url.getPath();
    if (!"http".equals(url.getScheme().toLowerCase(Locale.ROOT)) || url.getHost() == null
        || !(path.isEmpty() || path.equals("/"))
        || url.getQuery() != null
        || url.getFragment() != null
        || url.getPort() > 65_535
        || url.getPort() == 0) {
      throw new IllegalArgumentException("not a proxy's URL");
    }
    String rawUser = url.getRawUserInfo();
    String[] names = rawUser == null ? new String[0] : rawUser.split(":", 2);
    return new WebProxy(url.getHost(), url.getPort() < 0 ? USUAL_PORT : url.getPort(),
        names.length > 0 ? decoded(names[0]) : null, names.length > 1 ? decoded(names[1]) : null);
  }

  /** The same with a password. */
  public WebProxy withPassword(String secret) {
    return new WebProxy(host, port, user, secret);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "http://" + host + ":" + port;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
