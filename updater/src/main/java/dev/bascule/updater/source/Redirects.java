package dev.bascule.updater.source;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Where a server may send a client to: to itself, and to the hosts that the configuration names. Never from https to
 * http. What comes from there is verified like everything; but a device on an inner network must not be made to ask
 * others there for things.
 *
 * @param hosts names, with a port behind a colon where it is not the scheme's own
 */
record Redirects(Set<String> hosts) {

  /** More in a row than this are a loop. */
  static final int MOST = 5;

  private static final int LONGEST_SHOWN = 200;

  Redirects {
    hosts = Set.copyOf(hosts);
  }

  /** Where a redirect leads, if it may. */
  URI follow(URI from, String location) throws IOException {
    URI to;
    try {
      to = from.resolve(URI.create(location)).normalize();
    } catch (IllegalArgumentException e) {
      throw refused(from, location, "it is not a URL");
    }
    String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
    if (location.isEmpty() || !(scheme.equals("https") || scheme.equals("http"))) {
      throw refused(from, location, "it is not a URL of http or https");
    }
    if ("https".equalsIgnoreCase(from.getScheme()) && !scheme.equals("https")) {
      throw refused(from, location, "it leads from https to http");
    }
    if (to.getHost() == null || to.getUserInfo() != null) {
      throw refused(from, location, "it has no host, or a user's name");
    }
    if (!place(to).equals(place(from)) && !hosts.contains(place(to))) {
      throw refused(from, location, "it leads to another host; if that is meant, add "
          + place(to) + " to [source] redirect_hosts");
    }
    return to;
  }

  /** A URL's host, with its port if that is not the scheme's own. */
  static String place(URI url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    int port = url.getPort();
    int usual = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    return port < 0 || port == usual ? host : host + ":" + port;
  }

  private static IOException refused(URI from, String location, String why) {
    String shown = location.length() <= LONGEST_SHOWN
        ? location
        : location.substring(0, LONGEST_SHOWN) + "…";
    return new IOException(from + ": refused the redirect to '" + shown + "': " + why);
  }
}
