package dev.bascule.bootctl;

/**
 * What the boot loader's state says of one slot.
 *
 * @param triesLeft how often the loader would still try it; 0 for a slot that does not count
 * @param detail the loader's own words for it, for people: {@code priority=2 tries=3 successful=0}
 */
public record SlotState(Slot slot, Standing standing, int triesLeft, String detail) {

  /** How the loader will treat the slot. */
  public enum Standing {
    /** Confirmed, and the loader would boot it. */
    GOOD,
    /** Activated and not confirmed yet, with a try left. */
    TRIAL,
    /** The loader will not boot it: disabled, marked bad, or out of tries. */
    BAD
  }

  /** Whether the loader would boot this slot if it came to it. */
  public boolean bootable() {
    return standing != Standing.BAD;
  }
}
