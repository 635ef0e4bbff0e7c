package dev.bascule.publisher.progress;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes for people: {@code 512 B}, {@code 12.6 MB}. */
public final class Size {

  private static final String UNITS = "kMGTPE";
  private static final Pattern WRITTEN =
      Pattern.compile("[1-9][0-9]{0,17}|([1-9][0-9]{0,5})([kMGT])(i?)");

  private Size() {}

  /**
   * Reads a number of bytes: {@code 4096}, {@code 512M} (decimal) or {@code 512Mi} (binary), with the units k, M, G and T.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static long parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "size: expected a number of bytes, such as 536870912, 512M or 512Mi, found " + text);
    }
    if (matcher.group(2) == null) {
      return Long.parseLong(text);
    }
    long bytes = Long.parseLong(matcher.group(1));
    for (int i = UNITS.indexOf(matcher.group(2)); i >= 0; i--) {
      bytes *= matcher.group(3).isEmpty() ? 1000 : 1024;
    }
    return bytes;
  }

  /** Decimal units, one digit behind the point. */
  public static String of(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.95) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", value, UNITS.charAt(unit));
  }
}
