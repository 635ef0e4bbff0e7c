package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Progress;
import dev.bascule.lab.system.Conduct;
import java.io.IOException;
import java.util.Locale;

/**
 * A new system does not come up: the loader tries it as often as it may, and the machine is back by itself.
 *
 * @param conduct how the new system fails
 */
public record FailedTrial(Conduct conduct) implements Scenario {

  private static final int TRIES = 2;

  @Override
  public String name() {
    return "trial-" + conduct.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String claim() {
    return "a slot that fails so is tried as often as it may be, then the old system is back by itself";
  }

  @Override
  public void run(VirtualDevice device, Progress progress) throws IOException {
    device.fill(Slot.B, "1.0.2", conduct);
    try (LiveDevice live = LiveDevice.start(device)) {
      live.requireSlot(Slot.A);
      live.bootctl("confirm");
      live.bootctl("activate B --tries " + TRIES);
      progress.step("slot B is activated with " + TRIES + " tries");
      long start = System.nanoTime();
      live.restart();
      live.requireSlot(Slot.A);
      live.require("starts of slot B", device.loader().tries(TRIES), live.starts(Slot.B));
      progress.step("%d starts of slot B, and slot A is back after %.1f s"
          .formatted(live.starts(Slot.B), (System.nanoTime() - start) / 1e9));
      live.bootctl("confirm");
      live.restart();
      live.requireSlot(Slot.A);
      live.require("starts of slot B", device.loader().tries(TRIES), live.starts(Slot.B));
      progress.step("slot A is confirmed, slot B is not tried again");
    }
  }
}
