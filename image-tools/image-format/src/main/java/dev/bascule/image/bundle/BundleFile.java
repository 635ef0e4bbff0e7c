package dev.bascule.image.bundle;

import dev.bascule.image.json.QuotedText;
import java.util.regex.Pattern;

/**
 * A file of a repository as it stands in a bundle.
 *
 * @param name its path in the repository, below {@code metadata/} or {@code targets/}, not encoded
 * @param length in bytes, at most 1 TiB
 */
public record BundleFile(String name, long length) {

  /** No file is longer: 1 TiB. */
  public static final long MAX_LENGTH = 1L << 40;

  /** A longer path is refused. */
  public static final int MAX_NAME = 512;

  /** No name that a file system or a URL takes for another one, and none that begins with a point. */
  private static final Pattern NAME = Pattern.compile(
      "(metadata|targets)(/[A-Za-z0-9_%+=@~][A-Za-z0-9._%+=@~-]{0,254}){1,16}");

  public BundleFile {
    if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: expected a plain path below metadata/ or targets/, found " + QuotedText.of(name));
    }
    if (length < 0 || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "length of " + name + ": expected 0 to " + MAX_LENGTH + ", found " + length);
    }
  }
}
