package dev.bascule.updater.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where updates are from and how often to look: the table {@code [source]}.
 *
 * @param url the repository: {@code https}, {@code http} or {@code file}
 * @param ca the only certificates, in PEM, that a server's may come from; null for the platform's
 * @param poll how long between two looks
 * @param jitter at most this is added to each wait, evenly spread
 * @param connectTimeout for a connection to stand and a response to begin
 * @param idleTimeout for the next byte of a response
 */
public record SourceSettings(URI url, @Nullable Path ca, Duration poll, Duration jitter,
    Duration connectTimeout, Duration idleTimeout) {

  /** A repository that nobody configured, which a person names: a stick, a server on the bench. */
  public static SourceSettings at(URI url) {
    return new SourceSettings(url, null, Duration.ofHours(6), Duration.ofHours(1),
        Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  /** The same settings for another repository. */
  SourceSettings withUrl(URI other) {
    return new SourceSettings(other, ca, poll, jitter, connectTimeout, idleTimeout);
  }
}
