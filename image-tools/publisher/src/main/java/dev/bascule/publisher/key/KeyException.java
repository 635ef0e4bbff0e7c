package dev.bascule.publisher.key;

import java.io.IOException;

/** A key or its file cannot be used as it is. The message names the file and what to do. */
public class KeyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String source;

  /**
   * Says what is wrong with a key.
   *
   * @param source the key's file
   * @param problem what was expected and what was found
   */
  public KeyException(String source, String problem) {
    super(source + ": " + problem);
    this.source = source;
  }

  KeyException(String source, String problem, Throwable cause) {
    super(source + ": " + problem, cause);
    this.source = source;
  }

  /** The key's file, or what else it was read from. */
  public String source() {
    return source;
  }
}
