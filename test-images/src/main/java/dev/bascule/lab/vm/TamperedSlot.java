package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Progress;
import java.io.IOException;

/**
 * Somebody changes the first process of a slot whose root is under dm-verity. The kernel does not run it, and the loader goes
 * back. That it would have run is shown at the end: the same slot without dm-verity comes up.
 */
public record TamperedSlot() implements Scenario {

  private static final int TRIES = 2;
  private static final String ACTIVATE = "activate B --tries " + TRIES;
  /** What the kernel says of a block that does not fit its hash. */
  static final String REFUSED =
      "dm-verity device corrupted|verity: .* block .* is corrupted";

  @Override
  public String name() {
    return "tampered-slot";
  }

  @Override
  public String claim() {
    return "of a changed slot dm-verity runs nothing: it is tried as often as it may be, then the old system is back";
  }

  @Override
  public void run(VirtualDevice device, Progress progress) throws IOException {
    device.fillSealed(Slot.B, "1.0.2");
    try (LiveDevice live = LiveDevice.start(device)) {
      live.requireSlot(Slot.A);
      live.bootctl("confirm");
      live.bootctl(ACTIVATE);
      live.restart();
      live.requireSlot(Slot.B);
      live.machine().run("grep -q '^/dev/dm-0 / ext4 ro' /proc/mounts");
      live.bootctl("confirm");
      progress.step("slot B is up under dm-verity, and confirmed");
      live.bootctl("rollback");
      live.restart();
      live.requireSlot(Slot.A);
      live.bootctl("confirm");

      activateAndSwitchOff(live);
      device.changeInit(Slot.B);
      progress
          .step("slot A is up again; slot B's first process is changed, and the slot activated");
      int before = live.starts(Slot.B);
      long start = System.nanoTime();
      live.restart();
      live.requireSlot(Slot.A);
      live.require("starts of slot B", device.loader().tries(TRIES), live.starts(Slot.B) - before);
      live.require("runs of the changed process", 0, live.said(VirtualDevice.CHANGED));
      live.require("whether dm-verity refused a block", true, live.said(REFUSED) > 0);
      progress.step("%d starts of slot B, nothing of it ran, and slot A is back after %.1f s"
          .formatted(live.starts(Slot.B) - before, (System.nanoTime() - start) / 1e9));

      live.bootctl("confirm");
      activateAndSwitchOff(live);
      device.unseal(Slot.B);
      live.restart();
      live.requireSlot(Slot.B);
      live.require("runs of the changed process", 1, live.said(VirtualDevice.CHANGED));
      progress.step("without dm-verity the same slot runs, and says that it was changed");
    }
  }

  private static void activateAndSwitchOff(LiveDevice live) throws IOException {
    live.bootctl(ACTIVATE);
    live.switchOff();
  }
}
