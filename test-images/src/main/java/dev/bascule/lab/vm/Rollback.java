package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Progress;
import java.io.IOException;

/**
 * A technician returns to the release before, without network. Where the other slot does not hold what was signed, or the loader
 * would not start it, the command refuses and nothing changes.
 */
public record Rollback(Publisher publisher) implements Scenario {

  private static final String ROLLBACK = "rollback --yes --json";

  @Override
  public String name() {
    return "rollback";
  }

  @Override
  public String claim() {
    return "a technician returns without network; to a slot that is damaged or switched off the command does not go";
  }

  @Override
  public void run(VirtualDevice device, Progress progress) throws IOException {
    try (SignedLife life = SignedLife.begin(device, publisher)) {
      LiveDevice live = life.live();
      life.update();
      life.requireRunning(Slot.B, Publisher.FIRST_RELEASE);
      life.confirm();
      life.cutNetwork();
      progress.step("release 2 runs in slot B and is confirmed; the network is gone");

      long start = System.nanoTime();
      life.bascule(ROLLBACK);
      live.restart();
      live.requireSlot(Slot.A);
      life.confirm();
      progress.step("slot A is back and confirmed %.1f s after the technician's command"
          .formatted((System.nanoTime() - start) / 1e9));

      live.tamper(Slot.B);
      life.requireRefusal(ROLLBACK, "slot_damaged");
      progress.step("slot B is changed behind the updater's back: refused, slot_damaged");
      live.bootctl("disable B");
      life.requireRefusal(ROLLBACK + " --no-verify", "slot_not_bootable");
      progress.step("slot B is switched off: refused, slot_not_bootable");
      live.restart();
      live.requireSlot(Slot.A);
      progress.step("slot A is still what starts");
    }
  }
}
