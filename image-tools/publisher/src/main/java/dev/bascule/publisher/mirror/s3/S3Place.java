package dev.bascule.publisher.mirror.s3;

import dev.bascule.publisher.mirror.PinnedAuthorities;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a repository is in an object store.
 *
 * @param prefix before every name, empty or with a slash at its end
 * @param endpoint the server's URL, or null for Amazon's own
 * @param region or null for what the surroundings say; where there is an endpoint, it is often of no importance
 * @param authorities whom to trust in TLS, or null for the platform's
 */
public record S3Place(String bucket, String prefix, @Nullable URI endpoint,
    @Nullable String region, @Nullable PinnedAuthorities authorities) {

  /**
   * Reads {@code s3://bucket/prefix}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static S3Place parse(String url, @Nullable URI endpoint, @Nullable String region,
      @Nullable PinnedAuthorities authorities) {
    String place = url.startsWith("s3://") ? url.substring("s3://".length()) : "";
    int slash = place.indexOf('/');
    String bucket = slash < 0 ? place : place.substring(0, slash);
    String prefix = slash < 0 ? "" : place.substring(slash + 1);
    boolean plain = prefix.isEmpty()
        || prefix.matches("[A-Za-z0-9!_.*'()-]+(/[A-Za-z0-9!_.*'()-]+)*/?");
    if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]") || !plain) {
      throw new IllegalArgumentException(
          "store: expected s3://BUCKET or s3://BUCKET/PREFIX, found " + url);
    }
    return new S3Place(bucket, prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
        endpoint, region, authorities);
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + prefix;
  }
}
