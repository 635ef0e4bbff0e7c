package dev.bascule.updater.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRoutesTest {

  @Test
  void readsTheEnvironmentAsOthersDo() throws IOException {
    ProxyRoutes routes = ProxyRoutes.of(Map.of("http_proxy", "http://a:1", "HTTPS_PROXY",
        "me:p%40ss@b:2/", "HTTP_PROXY", "http://attacker:3", "no_proxy", "x.example, 10.0.0.1"));

    assertThat(routes.http()).isEqualTo(new WebProxy("a", 1, null, null));
    assertThat(routes.https()).isEqualTo(new WebProxy("b", 2, "me", "p@ss"));
    assertThat(routes.direct()).containsExactly("x.example", "10.0.0.1");
  }

  @Test
  void takesTheProxyForAllWhereNoneIsNamed() throws IOException {
    ProxyRoutes routes = ProxyRoutes.of(Map.of("ALL_PROXY", "all", "https_proxy", "http://b:2"));

    assertThat(routes.http()).isEqualTo(new WebProxy("all", 80, null, null));
    assertThat(routes.https()).isEqualTo(new WebProxy("b", 2, null, null));
    assertThat(ProxyRoutes.of(Map.of())).isEqualTo(ProxyRoutes.none());
  }

  @Test
  void namesTheVariableOfAWrongValueButNotTheValue() {
    assertThatThrownBy(() -> ProxyRoutes.of(Map.of("https_proxy", "socks5://me:secret@x")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("https_proxy")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({"http://x.example/, false", "http://deep.x.example/, false",
      "http://xx.example/, true",
      "http://inner/, true", "http://a.inner/, false", "https://10.0.0.1/, false",
      "https://10.0.0.12/, true", "http://X.EXAMPLE:8080/, false"})
  void goesAroundTheProxyWhereItShould(URI url, boolean proxied) {
    WebProxy proxy = new WebProxy("proxy", 3128, null, null);
    ProxyRoutes routes =
        new ProxyRoutes(proxy, proxy, List.of("X.example", ".a.inner", "10.0.0.1"));

    assertThat(routes.proxyFor(url) != null).isEqualTo(proxied);
    assertThat(new ProxyRoutes(proxy, proxy, List.of("*")).proxyFor(url)).isNull();
  }

  @Test
  void doesNotShowThePassword() {
    assertThat(WebProxy.parse("http://me:secret@x:3128")).hasToString("http://x:3128");
  }
}
