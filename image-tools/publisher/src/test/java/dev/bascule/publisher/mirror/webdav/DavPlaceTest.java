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

  @Test
  void sendsAPasswordThroughTlsOrNotOffThisMachine() {
    URI plain = URI.create("http://example.com/dav/");

    assertThatThrownBy(() -> new DavPlace(plain, "Basic eDp5", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected https:// where a password or a token is sent");
    assertThat(new DavPlace(plain, null, null).base()).isEqualTo(plain);
    assertThat(new DavPlace(URI.create("http://127.0.0.1:8080/"), "Basic eDp5", null).base())
        .hasPort(8080);
  }
}
