package dev.bascule.updater.device;

import dev.bascule.updater.config.ProxyChoice;
import dev.bascule.updater.config.SourceSettings;
import dev.bascule.updater.source.Bandwidth;
import dev.bascule.updater.source.ProxyRoutes;
import dev.bascule.updater.source.WebClient;
import dev.bascule.updater.source.WebProxy;
import dev.bascule.updater.source.WebSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Makes the client for web servers that the configuration describes. */
final class WebAccess {

  private static final int LONGEST_SECRET = 1024;

  private WebAccess() {}

  /**
   * Makes a client; nothing is asked yet.
   *
   * @param now what the clock says
   * @param builtAt when the running system was built: a clock that shows less is not believed
   */
  static WebClient client(SourceSettings source, Map<String, String> environment, Instant now,
      Instant builtAt) throws IOException {
    return new WebClient(new WebSettings(source.limits(),
        source.tls().read(now.isBefore(builtAt) ? builtAt : null),
        routes(source.proxy(), environment),
        source.bandwidth().isPresent() ? Bandwidth.of(source.bandwidth().getAsLong()) : null,
        source.redirectHosts()));
  }

  private static ProxyRoutes routes(ProxyChoice choice, Map<String, String> environment)
      throws IOException {
    return switch (choice) {
      case ProxyChoice.Environment() -> ProxyRoutes.of(environment);
      case ProxyChoice.None() -> ProxyRoutes.none();
      case ProxyChoice.Named named -> {
        Path password = named.passwordFile();
        WebProxy proxy = password == null
            ? named.proxy()
            : named.proxy().withPassword(secret(password, "the proxy's password"));
        yield new ProxyRoutes(proxy, proxy, named.direct());
      }
    };
  }

  /** A secret in the first line of a file. */
  static String secret(Path file, String what) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LONGEST_SECRET), StandardCharsets.UTF_8);
      String line = text.lines().findFirst().orElse("");
      if (line.isEmpty()) {
        throw new IOException(
            file + ": expected " + what + " in the first line, found none");
      }
      return line;
    }
  }
}
