package dev.bascule.publisher.mirror.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of files, and what servers call them. */
class DavPlaceTest {

  private static final DavPlace PLACE =
      new DavPlace(URI.create("https://example.com/my%20dav/"), null, null);

  @Test
  void encodesNames() {
    assertThat(PLACE.url("targets/board/images/1.0.0+a/x y")).hasToString(
        "https://example.com/my%20dav/targets/board/images/1.0.0%2Ba/x%20y");
    assertThat(PLACE.url("metadata/")).hasToString("https://example.com/my%20dav/metadata/");
    assertThat(PLACE.url("")).hasToString("https://example.com/my%20dav/");
  }

  @ParameterizedTest
  @CsvSource({
      "/my%20dav/metadata/1.root.json, 1.root.json",
      "https://example.com/my%20dav/metadata/1.root.json, 1.root.json",
      "/my%20dav/metadata/1.0.0+a/, 1.0.0+a",
      "/my%20dav/metadata/1.0.0%2ba, 1.0.0+a",
      "/my%20dav/metadata/, ''",
      "/my%20dav/metadata, ''",
      "/my%20dav/targets/x, ''",
      "/my%20dav/metadata/a/b, ''",
      "/my%20dav/metadata/..%2F..%2Fx, ''",
      "/my%20dav/metadata/../x, ''",
      "/my%20dav/metadata/%2e%2e, ''",
      "/my%20dav/metadata/%00, ''",
      "mailto:x, ''",
      "'no url', ''"
  })
  void findsTheNameOfAChild(String href, String name) {
    assertThat(PLACE.child("metadata/", href).orElse("")).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.com/", "https://user:secret@example.com/",
      "https://example.com/x", "https://example.com/?x", "https://example.com/#x", "https:///x/"})
  void refusesOtherUrls(String url) {
    assertThatThrownBy(() -> new DavPlace(URI.create(url), null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
