package dev.bascule.image.bundle;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A bundle is not what a bundle is, ends too early, or cannot be read a second time. Asking again does not help:
 * it takes another copy, or for a pipe another run.
 */
public final class BundleException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param bundle its name, for people
   * @param problem what was expected, what was found, and what to do
   */
  public BundleException(String bundle, String problem, @Nullable Throwable cause) {
    super(bundle + ": " + problem, cause);
  }

  BundleException(String bundle, String problem) {
    this(bundle, problem, null);
  }
}
