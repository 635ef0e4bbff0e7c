package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Progress;
import dev.bascule.lab.system.Conduct;
import java.io.IOException;

/**
 * Neither slot comes up: the new one panics, and of the old one nothing is left. The machine goes on trying as its loader is
 * documented to, at a measured pace, and comes up by itself once a slot is good again.
 */
public record BothBad() implements Scenario {

  private static final int TRIES = 2;
  /** So many starts of the old slot, after those of the new one, show that it goes on so. */
  private static final int MORE = 4;
  /** A round of a loader that begins anew is shorter. */
  private static final int MOST = 14;

  @Override
  public String name() {
    return "both-bad";
  }

  @Override
  public String claim() {
    return "with both slots bad the machine tries on without haste, and comes up once one is good again";
  }

  @Override
  public void run(VirtualDevice device, Progress progress) throws IOException {
    device.fill(Slot.B, "1.0.2", Conduct.PANICS);
    try (LiveDevice live = LiveDevice.start(device)) {
      live.requireSlot(Slot.A);
      live.bootctl("confirm");
      live.bootctl("activate B --tries " + TRIES);
      live.switchOff();
      device.erase(Slot.A);
      progress.step("slot B is activated and panics, slot A is erased");
      live.beginRestart();
      int tries = device.loader().tries(TRIES);
      boolean anew = device.loader().beginsAnew();
      VainStarts vain = live.watch(starts -> anew
          ? starts.of(Slot.B) > tries || starts.each().size() == MOST
          : starts.each().size() == tries + MORE);
      progress.step("starts in vain: " + vain);
      live.require("whether slot B got tries anew", anew, vain.of(Slot.B) > tries);
      if (!anew) {
        live.require("starts of slot B", tries, vain.of(Slot.B));
      }
      live.require("whether the loader waited where it found no kernel", true,
          vain.shortestWithoutKernel()
              .filter(shortest -> shortest.compareTo(device.loader().pause()) < 0)
              .isEmpty());
      live.cutPower();
      device.fill(Slot.A, VirtualDevice.FACTORY_VERSION, Conduct.HEALTHY);
      live.restart();
      live.requireSlot(Slot.A);
      progress.step("slot A was written anew, and is up");
    }
  }
}
