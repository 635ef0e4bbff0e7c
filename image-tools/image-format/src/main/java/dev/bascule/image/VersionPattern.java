package dev.bascule.image;

import java.util.regex.Pattern;

/** Which versions are meant: {@code 1.x}, {@code 1.2.x}, or one alone, {@code 1.2.3}. */
public final class VersionPattern {

  private static final Pattern SERIES =
      Pattern.compile("(?:0|[1-9][0-9]{0,8})(?:\\.(?:0|[1-9][0-9]{0,8}))?\\.x");

  private final String text;
  private final boolean series;

  private VersionPattern(String text, boolean series) {
    this.text = text;
    this.series = series;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException for anything but a version, or one or two numbers and an {@code x}
   */
  public static VersionPattern parse(String text) {
    return SERIES.matcher(text).matches()
        ? new VersionPattern(text, true)
        : new VersionPattern(Version.parse(text).toString(), false);
  }

  /** Whether a version is one of them. Previews of a series belong to it, and so do builds. */
  public boolean matches(Version version) {
    return series
        ? version.toString().startsWith(text.substring(0, text.length() - 1))
        : version.toString().equals(text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VersionPattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
