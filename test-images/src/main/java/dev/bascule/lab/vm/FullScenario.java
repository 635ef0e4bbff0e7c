package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.system.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A life of a device with the full system: its own units update, try, confirm and return.
 *
 * @param name on the command line
 * @param claim what it shows, in a sentence
 * @param story what happens to the device
 */
public record FullScenario(String name, String claim, Story story) {

  private static final String FELL_BACK = "\"state\" *: *\"fell_back\"";
  private static final String STATUS = "bascule status --json";

  /** What happens to a device that is on. */
  @FunctionalInterface
  public interface Story {

    /** Lets it happen. */
    void happen(FullLife life) throws IOException;
  }

  /** All of them. */
  public static List<FullScenario> all() {
    List<FullScenario> all = new ArrayList<>();
    all.add(new FullScenario("full-life",
        "an update is tried and confirmed by the device's units; of a tampered one dm-verity refuses a block, and"
            + " the device is back by itself",
        FullScenario::updateAndTamper));
    all.add(new FullScenario("full-rollback",
        "a technician returns to the release before, without network", FullScenario::rollBack));
    for (Fault fault : Fault.values()) {
      if (fault != Fault.NONE) {
        all.add(new FullScenario("full-" + fault.word(),
            "a release with this fault is left again, by the device itself",
            life -> fail(life, fault)));
      }
    }
    return all;
  }

  private static void updateAndTamper(FullLife life) throws IOException {
    life.require("findmnt -no SOURCE,FSTYPE,OPTIONS /", "/dev/mapper/root\\s+erofs\\s+ro");
    life.publish(2, Fault.NONE);
    life.update();
    life.requireRunning(Slot.B, 2);
    life.require("busctl get-property dev.bascule.Updater1 /dev/bascule/Updater1"
        + " dev.bascule.Updater1 NextPoll", "t [1-9][0-9]{9}");
    life.require("journalctl --catalog --no-pager BASCULE_EVENT=confirmed",
        "passed its health checks, and is the one that boots");

    life.publish(3, Fault.NONE);
    life.install();
    life.tamper(Slot.A);
    life.restart();
    life.requireSeen("dm-verity device corrupted|verity: .* block .* is corrupted");
    life.requireRunning(Slot.B, 2);
    life.require(STATUS, FELL_BACK);
  }

  private static void rollBack(FullLife life) throws IOException {
    life.publish(2, Fault.NONE);
    life.update();
    life.requireRunning(Slot.B, 2);
    life.cutNetwork();
    life.run("bascule rollback --yes --reason 'the display stays dark'");
    life.restart();
    life.requireRunning(Slot.A, 1);
    life.require("bascule history", "display stays dark");
  }

  private static void fail(FullLife life, Fault fault) throws IOException {
    life.publish(2, fault);
    life.update();
    life.requireSeen(fault.sign());
    life.requireRunning(Slot.A, 1);
    life.require(STATUS, FELL_BACK);
  }
}
