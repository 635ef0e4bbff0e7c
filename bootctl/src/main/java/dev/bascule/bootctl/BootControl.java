package dev.bascule.bootctl;

/**
 * The slots as one boot loader sees them, and the only way to change which one it boots.
 *
 * <p>Every operation is load, decide, write: one read of the loader's state, a pure decision, one
 * durable write that is synced and read back before the method returns. An implementation documents
 * what a power cut in the middle of its write leaves behind. An operation that would break a law of
 * the updater (disable the booted slot, roll back to a slot that would not boot, …) writes nothing
 * and returns {@link Change.Refused}.
 */
public interface BootControl {

  /** The loader's name in the configuration, {@code gpt} for instance. */
  String loader();

  /** Reads both slots' state and which of them booted. Writes nothing. */
  BootState readState() throws BootException;

  /**
   * Makes a slot one that the loader never picks, so that it may be written.
   * Refuses the booted slot and, if the booted one is not confirmed, the last good one.
   */
  Change disable(Slot slot) throws BootException;

  /**
   * Makes a slot the primary, on trial. Refuses the booted slot, and any while the booted slot is not
   * confirmed. Where no evidence says which slot is booted, refuses to put the only confirmed one on
   * trial.
   *
   * @param tries how often the loader may try the slot before it gives it up, 1 to 15
   */
  Change activate(Slot slot, int tries) throws BootException;

  /** Marks the booted slot good: it stays bootable without counting. */
  Change confirm() throws BootException;

  /**
   * Makes a slot one that the loader never picks again, the booted one as well. Refuses the last
   * confirmed slot, and the last that would boot at all.
   */
  Change markBad(Slot slot) throws BootException;

  /**
   * Makes the slot that is not booted the primary, as it is. Refuses when the loader would not boot
   * it. Both slots keep what they were confirmed as.
   */
  Change rollback() throws BootException;

  /**
   * Takes back an activation or rollback that has not been booted: the booted slot is primary again. A
   * slot that was on trial is disabled, for nobody has confirmed what it holds; a confirmed one stays so.
   */
  Change cancel() throws BootException;
}
