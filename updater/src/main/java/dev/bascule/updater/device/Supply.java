package dev.bascule.updater.device;

/** Where a device takes an image from. */
public sealed interface Supply {

  /** The repository that the configuration names. */
  record Configured() implements Supply {}

  /**
   * A bundle that a person names.
   *
   * @param place a file's path, the URL of one, or {@code -} for standard input
   * @param allowExpired whether metadata that is expired is taken all the same; the journal says so then
   * @param by who says so
   */
  record Bundle(String place, boolean allowExpired, String by) implements Supply {}
}
