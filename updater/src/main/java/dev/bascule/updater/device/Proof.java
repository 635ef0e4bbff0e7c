package dev.bascule.updater.device;

import dev.bascule.image.Version;

/** What a slot was found to be when it was read whole. */
public sealed interface Proof {

  /** Every byte is as it was signed. */
  record Whole(Version version) implements Proof {}

  /** It is not. */
  record Damaged(String what) implements Proof {}

  /** Nobody can tell. */
  record Unknown(String why) implements Proof {}
}
