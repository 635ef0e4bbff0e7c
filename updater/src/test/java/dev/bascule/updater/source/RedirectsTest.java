package dev.bascule.updater.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTest {

  private final Redirects redirects = new Redirects(Set.of("cdn.example", "odd.example:8443"));

  @ParameterizedTest
  @CsvSource({
      "http://a.example/x/y, z, http://a.example/x/z",
      "http://a.example/x/y, /z, http://a.example/z",
      "http://a.example/x/y, https://a.example/z, https://a.example/z",
      "http://a.example/x/y, https://A.example:443/z, https://A.example:443/z",
      "https://a.example/x/y, https://cdn.example/z, https://cdn.example/z",
      "https://a.example/x/y, //odd.example:8443/z, https://odd.example:8443/z",
      "http://a.example:81/x/y, http://a.example:81/z, http://a.example:81/z"})
  void followsToTheSameHostAndToThoseThatAreNamed(URI from, String location, URI to)
      throws IOException {
    assertThat(redirects.follow(from, location)).isEqualTo(to);
  }

  @ParameterizedTest
  @CsvSource({
      "https://a.example/x, http://a.example/x, from https to http",
      "https://a.example/x, http://cdn.example/x, from https to http",
      "https://a.example/x, https://b.example/x, redirect_hosts",
      "https://a.example/x, https://odd.example/x, redirect_hosts",
      "https://a.example/x, https://cdn.example:8443/x, redirect_hosts",
      "http://a.example/x, http://a.example:22/x, redirect_hosts",
      "http://a.example/x, https://me@a.example/x, user",
      "http://a.example/x, file:///etc/passwd, http or https",
      "http://a.example/x, javascript:x, http or https",
      "http://a.example/x, 'http://a b/', not a URL",
      "http://a.example/x, http:///x, host"})
  void refusesAllElse(URI from, String location, String why) {
    assertThatThrownBy(() -> redirects.follow(from, location)).isInstanceOf(IOException.class)
        .hasMessageContaining("refused the redirect")
        .hasMessageContaining(why);
  }
}
