package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;

/** A file is not what the specification lets it be; the message names the member or the name. */
public final class MalformedException extends TufException {
  private static final long serialVersionUID = 1L;

  MalformedException(String subject, String problem) {
    super(subject, problem);
  }

  MalformedException(String subject, JsonException cause) {
    super(subject, "" + cause.getMessage(), cause);
  }

  @Override
  public String reason() {
    return "malformed";
  }
}
