package dev.bascule.updater.source;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a server is asked through.
 *
 * @param http for plain servers, or null for none
 * @param https for servers that are spoken to by TLS, or null for none
 * @param direct hosts that are asked without one: names, which stand for those below them too, addresses, or {@code *}
 */
public record ProxyRoutes(@Nullable WebProxy http, @Nullable WebProxy https, List<String> direct) {

  public ProxyRoutes {
    direct = direct.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }

  /** No proxy at all. */
  public static ProxyRoutes none() {
    return new ProxyRoutes(null, null, List.of());
  }

  /**
   * What the environment says, as other programs read it: {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and
   * {@code no_proxy}; the latter three in capitals too.
   *
   * @throws IOException if one is not a proxy's URL
   */
  public static ProxyRoutes of(Map<String, String> environment) throws IOException {
    String all = variable(environment, "all_proxy");
    String http = environment.getOrDefault("http_proxy", "");
    String https = variable(environment, "https_proxy");
    List<String> direct = Stream.of(variable(environment, "no_proxy").split("[,\\s]+", -1))
        .filter(host -> !host.isEmpty())
        .toList();
    return new ProxyRoutes(proxy("http_proxy", http.isEmpty() ? all : http),
        proxy("https_proxy", https.isEmpty() ? all : https), direct);
  }

  /** The proxy for a URL, or null for none. */
  @Nullable
  WebProxy proxyFor(URI url) {
    String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
    if (direct.stream().anyMatch(name -> isAt(host, name))) {
      return null;
    }
    return "https".equalsIgnoreCase(url.getScheme()) ? https : http;
  }

  ProxySelector selector() {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI url) {
        WebProxy proxy = proxyFor(url);
        return List.of(proxy == null
            ? Proxy.NO_PROXY
            : new Proxy(Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
      }

      @Override
      public void connectFailed(URI url, SocketAddress address, IOException e) {
        // Whoever asked is told by the exception.
      }
    };
  }

  /** Gives a proxy, and nobody else, its user and password; null where none has any. */
  @Nullable
  Authenticator authenticator() {
    List<WebProxy> known = new ArrayList<>();
    if (http != null && http.user() != null) {
      known.add(http);
    }
    if (https != null && https.user() != null) {
      known.add(https);
    }
    return known.isEmpty() ? null : new Authenticator() {
      @Override
      protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY
            ? known.stream()
                .filter(proxy -> proxy.host().equalsIgnoreCase(getRequestingHost())
                    && proxy.port() == getRequestingPort())
                .findFirst()
                .map(ProxyRoutes::authentication)
                .orElse(null)
            : null;
      }
    };
  }

  private static PasswordAuthentication authentication(WebProxy proxy) {
    String password = proxy.password() == null ? "" : proxy.password();
    return new PasswordAuthentication(String.valueOf(proxy.user()), password.toCharArray());
  }

  private static boolean isAt(String host, String name) {
    String bare = name.startsWith(".") ? name.substring(1) : name;
    return name.equals("*") || host.equals(bare) || host.endsWith("." + bare);
  }

  private static String variable(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty()
        ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "")
        : value;
  }

  private static @Nullable WebProxy proxy(String variable, String text) throws IOException {
    try {
      return text.isEmpty() ? null : WebProxy.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("the environment's " + variable + ": expected " + WebProxy.FORM
          + ", found something else; correct it, or say proxy = \"none\" in [source]", e);
    }
  }
}
