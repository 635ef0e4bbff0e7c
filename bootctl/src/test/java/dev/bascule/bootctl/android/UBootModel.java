package dev.bascule.bootctl.android;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.LoaderModel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The two rules by which loaders pick from a control block: {@code ab_select_slot} of U-Boot's
 * {@code boot/android_ab.c}, and that of Android's reference loaders, which ask for a priority instead of
 * for a try.
 */
enum UBootModel implements LoaderModel<ControlBlock> {
  U_BOOT {
    @Override
    boolean bootable(SlotMetadata slot) {
      return !slot.corrupted() && slot.tries() > 0;
    }
  },
  ANDROID {
    @Override
    boolean bootable(SlotMetadata slot) {
      return !slot.corrupted() && slot.priority() > 0 && (slot.tries() > 0 || slot.successful());
    }
  };

  abstract boolean bootable(SlotMetadata slot);

  @Override
  public Optional<Slot> pick(ControlBlock stored) {
    return List.of(Slot.A, Slot.B)
        .stream()
        .filter(slot -> bootable(stored.of(slot)))
        .min(Comparator.<Slot>comparingInt(slot -> -stored.of(slot).priority())
            .thenComparingInt(slot -> stored.of(slot).successful() ? 0 : 1)
            .thenComparingInt(slot -> -stored.of(slot).tries()));
  }

  @Override
  public ControlBlock afterBoot(ControlBlock stored, Slot picked) {
    var slot = stored.of(picked);
    if (slot.successful()) {
      return stored;
    }
    var tried =
        new SlotMetadata(slot.priority(), slot.tries() - 1, false, false, slot.reserved());
    return new ControlBlock(stored.suffix(), stored.counts(),
        picked == Slot.A ? tried : stored.a(), picked == Slot.B ? tried : stored.b(),
        stored.others(), stored.reserved());
  }
}
