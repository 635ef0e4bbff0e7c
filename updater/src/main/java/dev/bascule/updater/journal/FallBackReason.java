package dev.bascule.updater.journal;

/** Why a device came up in its old slot. Names are stable: reports carry them. */
public enum FallBackReason {
  /** The boot loader used up the new slot's tries. */
  TRIES_USED_UP,
  /** The new slot booted, failed a required check and was marked bad. */
  FAILED_HEALTH,
  /** Somebody marked the new slot bad. */
  MARKED_BAD,
  /** The loader would still boot the new slot, but booted the old one. */
  LOADER_CHOSE_OTHERWISE
}
