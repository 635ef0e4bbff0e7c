package dev.bascule.publisher.hawkbit;

import java.io.IOException;

/** The server did not do what it was asked. What was made before stays, and is used when it is asked again. */
public final class HawkbitException extends IOException {
  private static final long serialVersionUID = 1L;

  HawkbitException(String message) {
    super(message);
  }

  HawkbitException(String message, Throwable cause) {
    super(message, cause);
  }
}
