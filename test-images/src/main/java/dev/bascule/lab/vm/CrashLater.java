package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Progress;
import dev.bascule.lab.system.Conduct;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * A new system comes up, is confirmed, and panics at each later start. Loaders that count every start leave it for the old
 * one; others stay with what was confirmed, until somebody writes the slot anew.
 */
public record CrashLater() implements Scenario {

  /** So many starts in vain show that a loader stays with the slot. */
  private static final int ENOUGH = 3;

  @Override
  public String name() {
    return "crash-later";
  }

  @Override
  public String claim() {
    return "a confirmed slot that does not come up any more is left, or kept, as the loader is documented to";
  }

  @Override
  public void run(VirtualDevice device, Progress progress) throws IOException {
    device.fill(Slot.B, "1.0.2", Conduct.CRASHES_LATER);
    try (LiveDevice live = LiveDevice.start(device)) {
      live.requireSlot(Slot.A);
      live.bootctl("confirm");
      live.bootctl("activate B --tries 2");
      live.restart();
      live.requireSlot(Slot.B);
      live.bootctl("confirm");
      progress.step("slot B is up and confirmed; it panics from now on");
      live.switchOff();
      OptionalInt starts = device.loader().startsOfConfirmed();
      if (starts.isPresent()) {
        beLeft(live, starts.getAsInt(), progress);
      } else {
        beKept(device, live, progress);
      }
    }
  }

  private static void beLeft(LiveDevice live, int starts, Progress progress) throws IOException {
    long start = System.nanoTime();
    live.restart();
    live.requireSlot(Slot.A);
    live.require("starts of slot B in vain", starts, live.starts(Slot.B) - 1);
    progress.step("starts of slot B in vain: %d; slot A is back %.1f s after the start"
        .formatted(starts, (System.nanoTime() - start) / 1e9));
    live.bootctl("confirm");
    live.restart();
    live.requireSlot(Slot.A);
    live.require("starts of slot B in vain", starts, live.starts(Slot.B) - 1);
    progress.step("slot A is confirmed, slot B is not tried again");
  }

  private static void beKept(VirtualDevice device, LiveDevice live, Progress progress)
      throws IOException {
    live.beginRestart();
    VainStarts vain = live.watch(starts -> starts.each().size() == ENOUGH);
    live.require("starts of slot B in vain (" + vain + ")", ENOUGH, vain.of(Slot.B));
    progress.step("the loader stays with slot B: " + vain);
    live.cutPower();
    device.fill(Slot.B, "1.0.3", Conduct.HEALTHY);
    live.restart();
    live.requireSlot(Slot.B);
    progress.step("slot B was written anew, and is up");
  }
}
