package dev.bascule.publisher.fleet;

import java.io.IOException;

/** A fleet's file cannot be used. Nothing was changed; the message names the file, the line and the key. */
public final class FleetFileException extends IOException {
  private static final long serialVersionUID = 1L;

  FleetFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
