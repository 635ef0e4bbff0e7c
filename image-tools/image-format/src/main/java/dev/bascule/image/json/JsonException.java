package dev.bascule.image.json;

import java.io.IOException;

/**
 * A document is not the JSON that was expected. Nothing of it was used. The message names the member by
 * its path in the document, what was expected and what was found.
 */
public final class JsonException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * Says what is wrong with one member.
   *
   * @param path where, such as {@code signed.roles.root.threshold}; empty for the document as a whole
   * @param problem what is wrong, such as {@code expected an integer, found "2"}
   */
  public JsonException(String path, String problem) {
    super((path.isEmpty() ? "document" : path) + ": " + problem);
    this.path = path;
  }

  /** Where in the document, such as {@code signatures[0].sig}; empty for the document as a whole. */
  public String path() {
    return path;
  }
}
