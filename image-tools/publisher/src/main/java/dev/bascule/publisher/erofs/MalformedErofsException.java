package dev.bascule.publisher.erofs;

import java.io.Serial;

/** What looked like a part of an EROFS volume is none. It does not leave this package: whoever packed it so has no clusters there. */
final class MalformedErofsException extends Exception {

  @Serial
  private static final long serialVersionUID = 1;

  MalformedErofsException(String message) {
    super(message);
  }
}
