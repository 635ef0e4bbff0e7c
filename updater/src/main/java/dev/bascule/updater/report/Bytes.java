package dev.bascule.updater.report;

import java.util.Locale;

/** Numbers of bytes for people. */
public final class Bytes {

  private static final long KILO = 1000;

  private Bytes() {}

  /** Every byte: {@code 1,234 bytes}. */
  public static String words(long count) {
    return String.format(Locale.ROOT, "%,d bytes", count);
  }

  /** Roughly: {@code 12.3 MB}. */
  public static String brief(long count) {
    if (count < KILO) {
      return count + " B";
    }
    double rest = count;
    int unit = -1;
    while (rest >= KILO && unit < 3) {
      rest /= KILO;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", rest, "kMGT".charAt(unit));
  }
}
