package dev.bascule.publisher.mirror.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Places in object stores, as people write them. */
class S3PlaceTest {

  @ParameterizedTest
  @CsvSource({
      "s3://updates, s3://updates/",
      "s3://updates/, s3://updates/",
      "s3://updates/fleet/a, s3://updates/fleet/a/",
      "s3://updates/fleet/a/, s3://updates/fleet/a/"
  })
  void readsABucketAndAPrefix(String url, String place) {
    assertThat(S3Place.parse(url, null, null, null)).hasToString(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://", "s3:///x", "s3://Updates", "s3://a", "s3://updates//x",
      "s3://updates/a b", "https://updates", "s3://updates/x?y", "updates"})
  void refusesWhatIsNoPlace(String url) {
    assertThatThrownBy(() -> S3Place.parse(url, null, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected s3://BUCKET");
  }
}
