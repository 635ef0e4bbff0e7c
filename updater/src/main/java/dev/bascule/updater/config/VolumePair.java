package dev.bascule.updater.config;

import dev.bascule.bootctl.Slot;

/**
 * One volume of the device, once for each slot: a table {@code [[volume]]}.
 *
 * @param role which of an image's volumes goes there
 * @param a where it is for slot A: {@code PARTLABEL=ROOT-A}, {@code PARTUUID=…} or a path
 * @param b where it is for slot B
 */
public record VolumePair(String role, String a, String b) {

  /** Where the volume is for a slot. */
  public String of(Slot slot) {
    return switch (slot) {
      case A -> a;
      case B -> b;
    };
  }
}
