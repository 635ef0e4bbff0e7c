package dev.bascule.bootctl.android;

/**
 * One slot's 16 bits in the control block.
 *
 * @param priority 0 to 15; the highest is tried first
 * @param tries how often the loader may still try it, 0 to 7
 * @param successful whether it was confirmed; the loader does not count its tries then
 * @param corrupted whether dm-verity found it corrupted, so that it is not booted
 * @param reserved the 7 bits that nobody has given a meaning, kept
 */
record SlotMetadata(int priority, int tries, boolean successful, boolean corrupted, int reserved) {
  static final int MAX_PRIORITY = 15;
  static final int MAX_TRIES = 7;

  private static final int TRIES_SHIFT = 4;
  private static final int SUCCESSFUL = 1 << 7;
  private static final int CORRUPTED = 1 << 8;
  private static final int RESERVED_SHIFT = 9;

  SlotMetadata {
    if (priority < 0 || priority > MAX_PRIORITY
        || tries < 0
        || tries > MAX_TRIES
        || reserved < 0
        || reserved > 0x7f) {
      throw new IllegalArgumentException(
          "priority " + priority + ", tries " + tries + ", reserved " + reserved);
    }
  }

  static SlotMetadata decode(short bits) {
    return new SlotMetadata(bits & MAX_PRIORITY, (bits >>> TRIES_SHIFT) & MAX_TRIES,
        (bits & SUCCESSFUL) != 0, (bits & CORRUPTED) != 0, (bits >>> RESERVED_SHIFT) & 0x7f);
  }

  short encode() {
    return (short) (priority | tries << TRIES_SHIFT | (successful ? SUCCESSFUL : 0)
        | (corrupted ? CORRUPTED : 0) | reserved << RESERVED_SHIFT);
  }

  SlotMetadata with(int newPriority, int newTries, boolean newSuccessful) {
    return new SlotMetadata(newPriority, newTries, newSuccessful, false, reserved);
  }

  SlotMetadata withPriority(int newPriority) {
    return new SlotMetadata(newPriority, tries, successful, corrupted, reserved);
  }

  /**
   * Whether every loader boots it. U-Boot wants a try left even of a confirmed slot, and does not look
   * for priority 0; Android's loaders want a priority and either a try or the confirmation.
   */
  boolean bootable() {
    return priority > 0 && tries > 0 && !corrupted;
  }

  @Override
  public String toString() {
    return "priority=" + priority + " tries=" + tries + " successful=" + (successful ? 1 : 0)
        + " verity_corrupted=" + (corrupted ? 1 : 0);
  }
}
