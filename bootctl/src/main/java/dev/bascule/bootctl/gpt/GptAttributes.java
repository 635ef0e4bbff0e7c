package dev.bascule.bootctl.gpt;

/**
 * A partition's attribute word, with the three fields that GPT-priority boot loaders read in bits 48 to
 * 56.
 *
 * @param priority 0 to 15; the highest is tried first, 0 never
 * @param tries how often the loader may still try it, 0 to 15
 * @param successful whether it was confirmed, so that it needs no tries
 * @param others all other bits, kept as they are
 */
public record GptAttributes(int priority, int tries, boolean successful, long others) {
  private static final int PRIORITY_SHIFT = 48;
  private static final int TRIES_SHIFT = 52;
  private static final int SUCCESSFUL_SHIFT = 56;
  private static final long OURS = 0x1ffL << PRIORITY_SHIFT;

  /** The largest priority and number of tries that four bits hold. */
  public static final int MAX = 15;

  /** Never booted, nothing else set. */
  public static final GptAttributes NONE = new GptAttributes(0, 0, false, 0);

  public GptAttributes {
    if (priority < 0 || priority > MAX || tries < 0 || tries > MAX || (others & OURS) != 0) {
      throw new IllegalArgumentException(
          "priority " + priority + ", tries " + tries + ", others 0x" + Long.toHexString(others));
    }
  }

  public static GptAttributes decode(long word) {
    return new GptAttributes((int) (word >>> PRIORITY_SHIFT) & MAX,
        (int) (word >>> TRIES_SHIFT) & MAX,
        ((word >>> SUCCESSFUL_SHIFT) & 1) != 0, word & ~OURS);
  }

  public long encode() {
    return others | ((long) priority << PRIORITY_SHIFT) | ((long) tries << TRIES_SHIFT)
        | (successful ? 1L << SUCCESSFUL_SHIFT : 0);
  }

  /** Whether a loader would boot it if it came to it. */
  public boolean bootable() {
    return priority > 0 && (tries > 0 || successful);
  }

  /** The same other bits with these three fields. */
  public GptAttributes with(int newPriority, int newTries, boolean newSuccessful) {
    return new GptAttributes(newPriority, newTries, newSuccessful, others);
  }

  public GptAttributes withPriority(int newPriority) {
    return with(newPriority, tries, successful);
  }

  @Override
  public String toString() {
    return "priority=" + priority + " tries=" + tries + " successful=" + (successful ? 1 : 0);
  }
}
