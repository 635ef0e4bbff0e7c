package dev.bascule.updater.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hawkBit server that says which version the device should run: the table {@code [hawkbit]}. TLS, proxy and limits are
 * those of {@code [source]}.
 *
 * @param url the server, ending in a slash: {@code https} or {@code http}
 * @param controller the device's name there
 * @param credential what it shows
 * @param token the file with that
 * @param module the software module whose version is the image's
 */
public record HawkbitSettings(URI url, String tenant, String controller, Credential credential,
    Path token, String module) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");
  private static final String NAME_FORM = "up to 128 letters, digits, '.', '_', ':' or '-'";

  /** What a device shows the server. */
  public enum Credential {
    /** A secret of this device's own. */
    TARGET("TargetToken"),
    /** A secret that all devices behind a gateway share. */
    GATEWAY("GatewayToken");

    private final String scheme;

    Credential(String scheme) {
      this.scheme = scheme;
    }

    /** The word before the token in the header {@code Authorization}. */
    public String scheme() {
      return scheme;
    }
  }

  /** The table; null if it is not there. */
  static @Nullable HawkbitSettings read(Section table, DeviceSettings device,
      @Nullable SourceSettings source) throws ConfigurationException {
    if (!table.present()) {
      return null;
    }
    URI url = table.parsed("url", "a URL that begins with https or http", HawkbitSettings::web);
    Optional<Path> target = SecretPlace.read(table, "target_token", device);
    Optional<Path> gateway = SecretPlace.read(table, "gateway_token", device);
    if (target.isPresent() == gateway.isPresent()) {
      throw table.wrong(target.isPresent() ? "gateway_token" : "target_token",
          "either target_token or gateway_token", target.isPresent() ? "both" : "neither");
    }
    if (source == null) {
      throw table.wrong("url", "a table [source] beside it: hawkBit names versions, images and"
          + " their signatures are from the repository", "none");
    }
    HawkbitSettings settings = new HawkbitSettings(url,
        table.optionalParsed("tenant", NAME_FORM, HawkbitSettings::name).orElse("DEFAULT"),
        table.parsed("controller_id", NAME_FORM, HawkbitSettings::name),
        target.isPresent() ? Credential.TARGET : Credential.GATEWAY,
        target.or(() -> gateway).orElseThrow(),
        table.optionalString("module").orElse(device.model()));
    table.refuseUnknown();
    return settings;
  }

  private static URI web(String text) {
    URI url = RepositoryUrl.parse(text.toLowerCase(Locale.ROOT).startsWith("http") ? text : "");
    if (url.getHost() == null) {
      throw new IllegalArgumentException("no server's URL: " + text);
    }
    return url;
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("not a name");
    }
    return text;
  }
}
