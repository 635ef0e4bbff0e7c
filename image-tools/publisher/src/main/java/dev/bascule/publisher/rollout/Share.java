package dev.bascule.publisher.rollout;

import dev.bascule.image.catalog.Wave;
import java.math.BigDecimal;

/** A share of a fleet as people write it: {@code 0.1%}; kept in millionths. */
public final class Share {

  private static final int PERCENT = Wave.ALL / 100;

  private Share() {}

  /**
   * Reads more than 0 % to 100 %, of four decimals at most.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static int parse(String text) {
    if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,4})?%")) {
      throw new IllegalArgumentException("expected a share such as 0.1% or 25%, found " + text);
    }
    int millionths = new BigDecimal(text.substring(0, text.length() - 1))
        .multiply(BigDecimal.valueOf(PERCENT))
        .intValueExact();
    if (millionths < 1 || millionths > Wave.ALL) {
      throw new IllegalArgumentException("expected more than 0% to 100%, found " + text);
    }
    return millionths;
  }

  /** Writes it so that {@link #parse} reads it back. */
  public static String format(int millionths) {
    return BigDecimal.valueOf(millionths)
        .divide(BigDecimal.valueOf(PERCENT))
        .stripTrailingZeros()
        .toPlainString() + "%";
  }
}
