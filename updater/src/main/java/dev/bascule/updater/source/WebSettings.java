package dev.bascule.updater.source;

import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How web servers are spoken to.
 *
 * @param tls whom to trust and who to be, or null for the platform's authorities and nobody
 * @param bandwidth what all transfers together may take, or null for all there is
 * @param redirectHosts hosts that a server may send this client to, besides itself
 */
public record WebSettings(HttpLimits limits, @Nullable SSLContext tls, ProxyRoutes proxies,
    @Nullable Bandwidth bandwidth, Set<String> redirectHosts) {

  public WebSettings {
    redirectHosts = Set.copyOf(redirectHosts);
  }

  /** Without a proxy or any limit but those. */
  public static WebSettings of(HttpLimits limits) {
    return new WebSettings(limits, null, ProxyRoutes.none(), null, Set.of());
  }
}
