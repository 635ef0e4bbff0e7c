package dev.bascule.image.manifest;

import dev.bascule.image.Sha256;
import java.util.regex.Pattern;

/**
 * A file beside the manifest, fixed by its digest.
 *
 * @param name a plain file name: letters, digits, {@code . _ -}; no path
 * @param length in bytes
 */
public record ImageFile(String name, long length, Sha256 sha256) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  public ImageFile {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "file name: expected up to 128 letters, digits, '.', '_' or '-', found " + name);
    }
    if (length < 0) {
      throw new IllegalArgumentException("length of " + name + ": found " + length);
    }
  }
}
