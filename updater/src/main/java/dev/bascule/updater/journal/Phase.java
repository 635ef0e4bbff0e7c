package dev.bascule.updater.journal;

/** How far an attempt came, as far as the journal knows. */
public enum Phase {
  /** The slot is being written. */
  STAGING,
  /** The slot holds the image. */
  STAGED,
  /** The boot loader is about to be told, or was. */
  ACTIVATING,
  /** The boot loader was told. */
  ACTIVATED,
  /** The slot was seen running. */
  TRIAL
}
