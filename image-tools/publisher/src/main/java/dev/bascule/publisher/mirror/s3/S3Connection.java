package dev.bascule.publisher.mirror.s3;

import dev.bascule.publisher.mirror.PinnedAuthorities;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Amazon's client as we use it: over the JDK's own HTTP, and with no more in a request than every store understands. */
final class S3Connection {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private S3Connection() {}

  static S3Client open(S3Place place) {
    // What it has to say we say ourselves; of slf4j itself only errors are wanted.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    UrlConnectionHttpClient.Builder http = UrlConnectionHttpClient.builder()
        .connectionTimeout(LIMIT)
        .socketTimeout(LIMIT);
    PinnedAuthorities authorities = place.authorities();
    if (authorities != null) {
      http.tlsTrustManagersProvider(authorities::trustManagers);
    }
    S3ClientBuilder builder = S3Client.builder()
        .httpClientBuilder(http)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    URI endpoint = place.endpoint();
    if (endpoint != null) {
      builder.endpointOverride(endpoint).forcePathStyle(true);
    }
    if (place.region() != null) {
      builder.region(Region.of(place.region()));
    } else if (endpoint != null) {
      builder.region(Region.US_EAST_1);
    }
    return builder.build();
  }
}
