package dev.bascule.updater.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The technician's page: the table {@code [page]}.
 *
 * @param listen where it is served
 * @param token the file with the secret that a technician shows; null on a device without the page, or where whoever can
 *        connect may do all that the page does
 */
public record PageSettings(PagePlace listen, @Nullable Path token) {

  private static final String LOOPBACK = "127.0.0.1:8470";

  static PageSettings read(Section table, DeviceSettings device) throws ConfigurationException {
    PagePlace place = PagePlace.Socket.isMeant(table.optionalString("listen").orElse(""))
        ? PagePlace.Socket.read(table, device)
        : port(table);
    PageSettings page =
        new PageSettings(place, SecretPlace.read(table, "token", device).orElse(null));
    table.refuseUnknown();
    return page;
  }

  private static PagePlace.Port port(Section table) throws ConfigurationException {
    HostPort listen = table.optionalParsed("listen", HostPort.FORM, HostPort::parse)
        .orElse(HostPort.parse(LOOPBACK));
    boolean loopback = listen.host().startsWith("127.") || listen.host().equals("::1");
    if (!table.bool("beyond_loopback", false) && !loopback) {
      throw table.wrong("listen", "a loopback address, or beyond_loopback = true",
          listen.toString());
    }
    return new PagePlace.Port(listen);
  }
}
