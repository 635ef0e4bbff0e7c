package dev.bascule.image.tuf;

import dev.bascule.image.json.QuotedText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Metadata or a target could not be trusted, or not be had. Nothing of it was used nor stored; what was
 * trusted before still is, and the next cycle may succeed.
 */
public abstract sealed class TufException extends IOException
    permits
    ExpiredException,
    MalformedException,
    MismatchException,
    NotSignedException,
    RollbackException,
    TrustAnchorException,
    UnreachableException {
  private static final long serialVersionUID = 1L;

  private final String subject;

  TufException(String subject, String problem, @Nullable Throwable cause) {
    super(QuotedText.whereNeeded(subject) + ": " + problem, cause);
    this.subject = subject;
  }

  TufException(String subject, String problem) {
    this(subject, problem, null);
  }

  /** The role or the target path that it is about. */
  public final String subject() {
    return subject;
  }

  /** A word for scripts: {@code expired}, {@code rollback}, … */
  public abstract String reason();
}
