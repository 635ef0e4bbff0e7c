package dev.bascule.bootctl;

/** What became of an operation on the boot loader's state. */
public sealed interface Change {

  /** The state was changed, synced and read back. */
  record Written(BootState before, BootState after) implements Change {}

  /** The state already was as asked; nothing was written. */
  record Unchanged(BootState state) implements Change {}

  /** The operation would break a rule; nothing was written. */
  record Refused(Reason reason, String explanation) implements Change {}

  /** Why an operation was refused. Names are stable: scripts read them. */
  enum Reason {
    /** The slot that runs is never disabled nor written. */
    SLOT_IS_BOOTED,
    /** No evidence says which slot runs, and the operation depends on it. */
    BOOTED_SLOT_UNKNOWN,
    /** No other slot would boot. */
    LAST_BOOTABLE_SLOT,
    /** The slot that runs is on trial: confirm it or roll back first. */
    BOOTED_SLOT_NOT_CONFIRMED,
    /** The loader would not boot the slot that was asked for. */
    SLOT_NOT_BOOTABLE,
    /** There is no activation to take back. */
    NOTHING_TO_CANCEL
  }
}
