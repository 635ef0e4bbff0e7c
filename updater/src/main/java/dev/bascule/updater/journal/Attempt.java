package dev.bascule.updater.journal;

import dev.bascule.bootctl.Slot;

/**
 * An update that has not ended yet.
 *
 * @param boot the boot in which it was activated; empty before
 * @param tries how many the boot loader was given; 0 before
 * @param before the loader's words for the slot before the activation; empty before
 * @param markedBad why the slot was marked bad since; empty if it was not
 */
public record Attempt(Slot slot, ImageRef image, Phase phase, String boot, int tries,
    String before, String markedBad) {

  static Attempt begin(Slot slot, ImageRef image, Phase phase) {
    return new Attempt(slot, image, phase, "", 0, "", "");
  }

  Attempt in(Phase later) {
    return new Attempt(slot, image, later, boot, tries, before, markedBad);
  }

  Attempt activating(String inBoot, int given, String detail) {
    return new Attempt(slot, image, Phase.ACTIVATING, inBoot, given, detail, "");
  }

  Attempt markedBad(String why) {
    return new Attempt(slot, image, phase, boot, tries, before, why.isBlank() ? "marked bad" : why);
  }

  /** Whether the boot loader may have been told to boot it. */
  public boolean mayBoot() {
    return switch (phase) {
      case STAGING, STAGED -> false;
      case ACTIVATING, ACTIVATED, TRIAL -> true;
    };
  }
}
