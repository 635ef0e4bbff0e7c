package dev.bascule.publisher.lint;

/**
 * Something in an image that should not be, or is missing.
 *
 * @param rule one word, stable
 * @param serious whether a fleet would be hurt by it; a thing to look at otherwise
 * @param path in the image, absolute
 * @param found in words
 * @param remedy what to do
 */
public record Finding(String rule, boolean serious, String path, String found, String remedy) {

  /** Whether somebody has accepted it, by its rule ({@code machine-id}) or by rule and path ({@code private-key:/usr/share/doc/}). */
  public boolean acceptedBy(String allowed) {
    int colon = allowed.indexOf(':');
    return colon < 0
        ? allowed.equals(rule)
        : allowed.substring(0, colon).equals(rule) && path.startsWith(allowed.substring(colon + 1));
  }
}
