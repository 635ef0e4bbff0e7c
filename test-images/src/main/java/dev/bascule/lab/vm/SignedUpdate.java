package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Progress;
import dev.bascule.lab.system.Conduct;
import java.io.IOException;

/**
 * A whole life over the network: an update from a signed repository is fetched, written, tried and confirmed by the
 * device's own command; the next one fails its health check, and the device is back and knows why.
 */
public record SignedUpdate(Publisher publisher) implements Scenario {

  @Override
  public String name() {
    return "signed-update";
  }

  @Override
  public String claim() {
    return "an update from a signed repository is tried and confirmed, one that fails its health check is given up";
  }

  @Override
  public void run(VirtualDevice device, Progress progress) throws IOException {
    try (SignedLife life = SignedLife.begin(device, publisher)) {
      LiveDevice live = life.live();
      progress.step("the device trusts the repository; updating to release 2");
      life.update();
      life.requireRunning(Slot.B, Publisher.FIRST_RELEASE);
      life.confirm();
      life.requireState("confirmed");
      progress.step("release 2 runs in slot B and is confirmed");

      life.publish(3, Conduct.SICK);
      life.update();
      life.requireRunning(Slot.A, 3);
      progress.step("release 3 runs in slot A; its health check fails");
      long start = System.nanoTime();
      live.restartBy("confirm --reboot");
      life.requireRunning(Slot.B, Publisher.FIRST_RELEASE);
      life.confirm();
      life.requireState("fell_back");
      progress.step(
          "the device is back on release 2, confirmed %.1f s after the check began, and says why"
              .formatted((System.nanoTime() - start) / 1e9));
    }
  }
}
