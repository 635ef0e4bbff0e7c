package dev.bascule.updater.install;

/**
 * How an install works.
 *
 * @param threads how many threads hash, decode and write
 */
public record InstallSettings(int threads, Retry retry) {

  private static final int MOST_THREADS = 4;

  /** One thread for each processor, four at the most: each has its buffers. */
  public static InstallSettings standard() {
    return new InstallSettings(
        Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS), Retry.standard());
  }
}
