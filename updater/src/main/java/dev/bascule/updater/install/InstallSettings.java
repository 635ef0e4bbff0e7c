package dev.bascule.updater.install;

/**
 * How an install works.
 *
 * @param threads how many threads hash, decode and write
 * @param stretch how many tiles are synced together, before they are read back while the next are written
 * @param beforeStretch what is done before each stretch
 */
public record InstallSettings(int threads, int stretch, Retry retry, Runnable beforeStretch) {

  private static final int USUAL_STRETCH = 128;

  private static final int MOST_THREADS = 4;

  /** Settings that do nothing before a stretch. */
  public InstallSettings(int threads, int stretch, Retry retry) {
    this(threads, stretch, retry, () -> {});
  }

  /** Two threads for each processor, since each waits for the medium; four at the most, since each has its buffers. */
  public static InstallSettings standard() {
    return new InstallSettings(
        Math.min(2 * Runtime.getRuntime().availableProcessors(), MOST_THREADS), USUAL_STRETCH,
        Retry.standard());
  }

  /** The same with another patience. */
  public InstallSettings with(Retry patience) {
    return new InstallSettings(threads, stretch, patience, beforeStretch);
  }

  /** The same with something to do before each stretch. */
  public InstallSettings beforeStretch(Runnable work) {
    return new InstallSettings(threads, stretch, retry, work);
  }
}
