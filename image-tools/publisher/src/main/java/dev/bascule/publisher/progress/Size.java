package dev.bascule.publisher.progress;

import java.util.Locale;

/** A number of bytes for people: {@code 512 B}, {@code 12.6 MB}. */
public final class Size {

  private static final String UNITS = "kMGTPE";

  private Size() {}

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
