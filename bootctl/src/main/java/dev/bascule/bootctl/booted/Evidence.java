package dev.bascule.bootctl.booted;

import dev.bascule.bootctl.Slot;

/**
 * One sign of which slot was booted.
 *
 * @param source where it was seen: the kernel's command line, the device under the root, the loader
 * @param sign what was seen there
 */
public record Evidence(Slot slot, String source, String sign) {

  @Override
  public String toString() {
    return source + " says " + slot + " (" + sign + ")";
  }
}
