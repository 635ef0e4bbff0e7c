package dev.bascule.updater.update;

import dev.bascule.bootctl.Change;
import java.util.Locale;

/** The rules that verbs are refused by, each with the way out. Names are stable: scripts read them. */
public enum Refusal {
  /** The slot that runs is never disabled nor written. */
  SLOT_IS_BOOTED,
  /** No evidence says which slot runs. */
  BOOTED_SLOT_UNKNOWN,
  /** No other slot would boot. */
  LAST_BOOTABLE_SLOT,
  /** The slot that runs is on trial. */
  BOOTED_SLOT_NOT_CONFIRMED,
  /** The boot loader would not boot the slot. */
  SLOT_NOT_BOOTABLE,
  /** Nothing waits for a restart. */
  NOTHING_TO_CANCEL,
  /** No slot holds an image that waits to be activated. */
  NOTHING_STAGED,
  /** A rollback waits for a restart. */
  ROLLBACK_PENDING,
  /** An activation waits for a restart. */
  ACTIVATION_PENDING,
  /** The image's release counter is below the device's floor. */
  BELOW_FLOOR,
  /** The image failed on this device. */
  QUARANTINED,
  /** The image's volumes do not fit the slot's. */
  DOES_NOT_FIT,
  /** No record says what the slot should hold. */
  CONTENT_UNKNOWN,
  /** The slot does not hold what was signed. */
  SLOT_DAMAGED,
  /** It cannot be undone, and nobody has said yes. */
  YES_REQUIRED;

  static Refusal of(Change.Reason reason) {
    return switch (reason) {
      case SLOT_IS_BOOTED -> SLOT_IS_BOOTED;
      case BOOTED_SLOT_UNKNOWN -> BOOTED_SLOT_UNKNOWN;
      case LAST_BOOTABLE_SLOT -> LAST_BOOTABLE_SLOT;
      case BOOTED_SLOT_NOT_CONFIRMED -> BOOTED_SLOT_NOT_CONFIRMED;
      case SLOT_NOT_BOOTABLE -> SLOT_NOT_BOOTABLE;
      case NOTHING_TO_CANCEL -> NOTHING_TO_CANCEL;
    };
  }

  /** The name in what machines read. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a person can do next. */
  public String remedy() {
    return switch (this) {
      case SLOT_IS_BOOTED -> "name the other slot";
      case BOOTED_SLOT_UNKNOWN ->
        "boot the device from one of its slots, or give the kernel bascule.slot=A or B";
      case LAST_BOOTABLE_SLOT -> "install a good image into the other slot first";
      case BOOTED_SLOT_NOT_CONFIRMED -> "run bascule confirm, or bascule rollback";
      case SLOT_NOT_BOOTABLE -> "install an image into it: bascule update";
      case NOTHING_TO_CANCEL -> "see bascule status";
      case NOTHING_STAGED -> "install an image first: bascule install";
      case ROLLBACK_PENDING -> "restart the device, or take the rollback back: bascule cancel";
      case ACTIVATION_PENDING -> "restart the device to try it, or take it back: bascule cancel";
      case BELOW_FLOOR -> "choose a later image: the device does not go below its floor";
      case QUARANTINED ->
        "find out why with bascule history; to try it again all the same, bascule mark retry";
      case DOES_NOT_FIT -> "choose an image made for this device's volumes";
      case CONTENT_UNKNOWN -> "install an image into the slot: bascule install";
      case SLOT_DAMAGED ->
        "install an image into it: bascule update; to go there all the same, --no-verify";
      case YES_REQUIRED -> "say it again with --yes";
    };
  }
}
