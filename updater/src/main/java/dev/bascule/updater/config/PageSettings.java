package dev.bascule.updater.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The technician's page: the table {@code [page]}.
 *
 * @param listen where it is served; a loopback address, unless the configuration says that another is meant
 * @param token the file with the secret that a technician shows; null on a device without the page
 */
public record PageSettings(HostPort listen, @Nullable Path token) {

  private static final String LOOPBACK = "127.0.0.1:8470";

  static PageSettings read(Section table, DeviceSettings device) throws ConfigurationException {
    HostPort listen = table.optionalParsed("listen", HostPort.FORM, HostPort::parse)
        .orElse(HostPort.parse(LOOPBACK));
    boolean loopback = listen.host().startsWith("127.") || listen.host().equals("::1");
    if (!loopback && !table.bool("beyond_loopback", false)) {
      throw table.wrong("listen", "a loopback address, or beyond_loopback = true",
          listen.toString());
    }
    table.bool("beyond_loopback", false);
    PageSettings page =
        new PageSettings(listen, SecretPlace.read(table, "token", device).orElse(null));
    table.refuseUnknown();
    return page;
  }
}
