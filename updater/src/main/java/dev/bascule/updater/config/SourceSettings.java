package dev.bascule.updater.config;

import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.TlsFiles;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Where updates are from and how often to look: the table {@code [source]}.
 *
 * @param url the repository: {@code https}, {@code http} or {@code file}
 * @param mirrors other places of the same repository, on web servers, in the order in which they are tried
 * @param redirectHosts hosts that a server may redirect to, besides itself
 * @param bandwidth bytes a second that transfers take at most; empty for no limit
 * @param poll how long between two looks
 * @param jitter at most this is added to each wait, evenly spread
 */
public record SourceSettings(URI url, List<URI> mirrors, TlsFiles tls, ProxyChoice proxy,
    Set<String> redirectHosts, HttpLimits limits, OptionalLong bandwidth, Duration poll,
    Duration jitter) {

  public SourceSettings {
    mirrors = List.copyOf(mirrors);
    redirectHosts = Set.copyOf(redirectHosts);
  }

  /** A repository that nobody configured, which a person names: a stick, a server on the bench. */
  public static SourceSettings at(URI url) {
    return new SourceSettings(url, List.of(), new TlsFiles(null, null, null),
        new ProxyChoice.Environment(), Set.of(), HttpLimits.standard(), OptionalLong.empty(),
        Duration.ofHours(6), Duration.ofHours(1));
  }

  /** The same settings for another repository, which has no mirrors. */
  SourceSettings withUrl(URI other) {
    return new SourceSettings(other, List.of(), tls, proxy, redirectHosts, limits, bandwidth, poll,
        jitter);
  }
}
