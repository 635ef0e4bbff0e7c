package dev.bascule.image.toml;

import java.io.IOException;

/** A file is no TOML that is read here. */
public final class TomlException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  TomlException(String problem, String remedy) {
    super(problem);
    this.remedy = remedy;
  }

  TomlException(String problem, String remedy, Throwable cause) {
    super(problem, cause);
    this.remedy = remedy;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
