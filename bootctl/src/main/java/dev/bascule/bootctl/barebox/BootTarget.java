package dev.bascule.bootctl.barebox;

/**
 * One boot target's two variables, unsigned numbers of 32 bits.
 *
 * @param priority the highest is tried first, 0 never
 * @param attempts how often it is still tried; the loader takes one away at each start, of a confirmed slot
 *     too
 */
record BootTarget(long priority, long attempts) {
  private static final long MAX = 0xffffffffL;

  BootTarget {
    if (priority < 0 || priority > MAX || attempts < 0 || attempts > MAX) {
      throw new IllegalArgumentException("priority " + priority + ", attempts " + attempts);
    }
  }

  boolean bootable() {
    return priority > 0 && attempts > 0;
  }

  @Override
  public String toString() {
    return "priority=" + priority + " remaining_attempts=" + attempts;
  }
}
