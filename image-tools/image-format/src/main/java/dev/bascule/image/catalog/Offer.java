package dev.bascule.image.catalog;

import dev.bascule.image.Version;
import java.util.regex.Pattern;

/**
 * The version that a channel's devices should run.
 *
 * @param channel {@code stable}, {@code beta}, …: lower-case letters, digits and {@code -}
 */
public record Offer(String channel, Version version) {

  private static final Pattern CHANNEL = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  public Offer {
    if (!CHANNEL.matcher(channel).matches()) {
      throw new IllegalArgumentException(
          "channel: expected up to 32 lower-case letters, digits or '-', found " + channel);
    }
  }
}
