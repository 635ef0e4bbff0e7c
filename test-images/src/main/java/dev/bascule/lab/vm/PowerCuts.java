package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Progress;
import dev.bascule.lab.system.Conduct;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/**
 * The power is cut again and again, in turn while a command activates the other slot and while the loader starts it. A
 * system must come up each time, and one that was confirmed before must still be there.
 *
 * @param seed decides the moments of the cuts
 */
public record PowerCuts(long seed) implements Scenario {

  private static final int ROUNDS = 6;
  /** A command's whole life in a guest without KVM; the write is near its end. */
  private static final Duration COMMAND = Duration.ofSeconds(6);
  /** From the restart through the firmware to the kernel. */
  private static final Duration START = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "power-cuts";
  }

  @Override
  public String claim() {
    return "whenever the power is cut while a slot is activated or started, a system comes up";
  }

  @Override
  public void run(VirtualDevice device, Progress progress) throws IOException {
    device.fill(Slot.B, "1.0.2", Conduct.HEALTHY);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      try (LiveDevice live = LiveDevice.start(device)) {
        Slot slot = live.startup().slot();
        live.bootctl("confirm");
        String activate = "activate " + slot.other() + " --tries 2";
        boolean whileStarting = round % 2 == 1 || !device.system().hasCommands();
        if (whileStarting) {
          live.bootctl(activate);
        }
        if (whileStarting) {
          live.beginRestart();
        } else {
          live.machine().send(live.bootctlLine(activate));
        }
        Duration time = (whileStarting ? START : COMMAND).multipliedBy(random.nextInt(1000))
            .dividedBy(1000);
        live.machine().cutPowerAfter(time);
        progress.step("slot %s ran; cut after %.1f s of %s".formatted(slot,
            time.toMillis() / 1e3, whileStarting ? "restarting" : "activating the other"));
      }
    }
    try (LiveDevice live = LiveDevice.start(device)) {
      live.bootctl("confirm");
      progress.step("slot " + live.startup().slot() + " is up after the last cut, and confirmed");
    }
  }
}
