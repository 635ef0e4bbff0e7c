package dev.bascule.image.catalog;

import dev.bascule.image.Version;
import java.util.regex.Pattern;

/**
 * The version that a channel's devices should run.
 *
 * @param channel {@code stable}, {@code beta}, …: lower-case letters, digits and {@code -}
 * @param recall whether devices that run a version which was withdrawn go back to this one
 */
public record Offer(String channel, Version version, boolean recall) {

  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  public Offer {
    requireWord("channel", channel);
  }

  /** An offer that devices only go forward to. */
  public Offer(String channel, Version version) {
    this(channel, version, false);
  }

  /** A channel's or group's name. */
  static void requireWord(String what, String word) {
    if (!WORD.matcher(word).matches()) {
      throw new IllegalArgumentException(
          what + ": expected up to 32 lower-case letters, digits or '-', found " + word);
    }
  }
}
