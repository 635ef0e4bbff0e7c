package dev.bascule.updater.device;

/**
 * Keeps the heap not much larger than what is in use. The serial collector looks through what is old only when the heap has reached its
 * limit, and a limit that leaves room for a large image is never reached by a small one.
 */
final class SmallHeap {

  private static final long GROWTH = 1 << 20;

  private final Runtime runtime = Runtime.getRuntime();
  private long most;

  /** Collects what is not in use, if the heap has grown since the last time. */
  void tidy() {
    if (runtime.totalMemory() > most) {
      System.gc();
      most = runtime.totalMemory() + GROWTH;
    }
  }
}
