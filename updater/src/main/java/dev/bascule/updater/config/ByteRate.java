package dev.bascule.updater.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes a second as people write them: {@code 500kB/s}, {@code 2 MiB/s}. */
public final class ByteRate {

  static final String FORM = "bytes a second from 1KiB/s to 100GB/s, such as 500kB/s or 2MiB/s";

  private static final Pattern SYNTAX =
      Pattern.compile("([0-9]{1,9}) ?(B|kB|KiB|MB|MiB|GB|GiB)/s");
  private static final long LEAST = 1 << 10;
  private static final long GREATEST = 100_000_000_000L;

  private ByteRate() {}

  /**
   * Reads a rate.
   *
   * @throws IllegalArgumentException for anything else, and for what is out of bounds
   */
  public static long parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a rate");
    }
    long rate = Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
    if (rate < LEAST || rate > GREATEST) {
      throw new IllegalArgumentException("out of bounds");
    }
    return rate;
  }

  private static long unit(String name) {
    long step = name.contains("i") ? 1024 : 1000;
    return switch (name.substring(0, 1).toLowerCase(Locale.ROOT)) {
      case "k" -> step;
      case "m" -> step * step;
      case "g" -> step * step * step;
      default -> 1;
    };
  }
}
