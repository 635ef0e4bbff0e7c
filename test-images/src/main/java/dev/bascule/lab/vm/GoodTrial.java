package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Progress;
import dev.bascule.lab.system.Conduct;
import java.io.IOException;

/** A new system is tried, confirmed, booted again, and left again by a technician. */
public record GoodTrial() implements Scenario {

  private static final String NEW_VERSION = "1.0.2";

  @Override
  public String name() {
    return "good-trial";
  }

  @Override
  public String claim() {
    return "an activated slot boots, stays once it is confirmed, and a rollback leads back";
  }

  @Override
  public void run(VirtualDevice device, Progress progress) throws IOException {
    device.fill(Slot.B, NEW_VERSION, Conduct.HEALTHY);
    try (LiveDevice live = LiveDevice.start(device)) {
      live.requireSlot(Slot.A);
      progress.step("slot A is up; activating slot B");
      // Every boot is confirmed, as the units of a device do it: some loaders count confirmed slots too.
      live.bootctl("confirm");
      live.bootctl("activate B --tries 2");
      live.restart();
      live.requireSlot(Slot.B);
      live.require("its version", NEW_VERSION, live.startup().version());
      progress.step("the loader tries slot B; confirming it");
      live.bootctl("confirm");
      live.restart();
      live.requireSlot(Slot.B);
      progress.step("slot B stays; rolling back to slot A");
      live.bootctl("confirm");
      live.bootctl("rollback");
      live.restart();
      live.requireSlot(Slot.A);
      progress.step("slot A is up again");
    }
  }
}
