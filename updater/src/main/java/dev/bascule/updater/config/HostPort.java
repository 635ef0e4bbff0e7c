package dev.bascule.updater.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A TCP port of a host: {@code 127.0.0.1:22}, {@code [::1]:22}, {@code db.local:5432}. */
public record HostPort(String host, int port) {

  static final String FORM = "host:port, such as 127.0.0.1:22 or [::1]:22";
  private static final Pattern SYNTAX =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]{2,64})]|([A-Za-z0-9._-]{1,253})):(\\d{1,5})");

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static HostPort parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    int port = Integer.parseInt(matcher.group(3));
    if (port > 65_535) {
      throw new IllegalArgumentException(text);
    }
    return new HostPort(matcher.group(1) == null ? matcher.group(2) : matcher.group(1), port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
