package dev.bascule.bootctl.selector;

/** How a loader counts the tries of a slot on trial. */
public enum Counting {
  /** GRUB's script of Mender: the first boot sets {@code bootcount} to 1, the second falls back. */
  ONCE(1),
  /** U-Boot: each boot adds 1 to {@code bootcount}; above {@code bootlimit} it runs {@code altbootcmd}. */
  TO_LIMIT(0xffff);

  private final int most;

  Counting(int most) {
    this.most = most;
  }

  /** The most tries that it can count. */
  int most() {
    return most;
  }
}
