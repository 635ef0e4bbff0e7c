package dev.bascule.updater.device;

import dev.bascule.bootctl.sys.OpenFile;
import dev.bascule.updater.journal.Event;

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

  /**
   * A bundle that somebody opened and handed over.
   *
   * @param file who hands it over to a device closes it
   * @param allowExpired whether metadata that is expired is taken all the same; the journal says so then
   * @param by who says so
   */
  record Handed(OpenFile file, boolean allowExpired, String by) implements Supply {}

  /** What the journal keeps where metadata was taken although it is expired. */
  default Event override(String expired) {
    return switch (this) {
      case Configured() -> throw new IllegalStateException("a repository's metadata never is");
      case Bundle(String place, boolean _, String by) ->
        new Event.ExpiryOverridden(by, place, expired);
      case Handed(OpenFile file, boolean _, String by) ->
        new Event.ExpiryOverridden(by, file.toString(), expired);
    };
  }
}
