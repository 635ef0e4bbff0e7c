package dev.bascule.updater.config;

/**
 * A directory that something must be mounted on: {@code /data}, or {@code /data rw} where it must be writable.
 *
 * @param path absolute
 */
public record MountPoint(String path, boolean writable) {

  static final String FORM = "an absolute path, with \" rw\" behind it where it must be writable";
  private static final String WRITABLE = " rw";

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException for what is no absolute path
   */
  static MountPoint parse(String text) {
    boolean writable = text.endsWith(WRITABLE);
    String path = writable ? text.substring(0, text.length() - WRITABLE.length()) : text;
    return new MountPoint(ConfigurationReader.absolute(path), writable);
  }

  /** As it is configured. */
  @Override
  public String toString() {
    return path + (writable ? WRITABLE : "");
  }
}
