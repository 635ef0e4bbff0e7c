package dev.bascule.bootctl.grub;

/**
 * What GRUB's script keeps of one slot.
 *
 * @param ok whether it may be booted at all
 * @param tried whether the script has booted it, or passed it by, since it was last marked good
 */
record SlotFlags(boolean ok, boolean tried) {
  static final SlotFlags READY = new SlotFlags(true, false);

  /** Whether the script would boot it. */
  boolean ready() {
    return ok && !tried;
  }

  @Override
  public String toString() {
    return "OK=" + (ok ? 1 : 0) + " TRY=" + (tried ? 1 : 0);
  }
}
