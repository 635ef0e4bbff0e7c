package dev.bascule.lab.load;

import dev.bascule.lab.bench.Usage;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.web.Nginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A device whose looks are processes of the real command, by TLS through a relay that counts. */
final class ObservedDevice {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int OFFERED = 0;
  private static final int NOTHING = 4;
  private static final int LOOKS_A_DAY = 4;
  private static final long A_DAY_AND_AN_HOUR = Duration.ofHours(25).toSeconds();

  private final Workshop workshop;
  private final ManyModels models;
  private final Device device;
  private final Nginx origin;
  private final CountingRelay relay;
  private final Path usage;
  private boolean second;

  /**
   * A device that has not looked yet.
   *
   * @param usage a file for measurements
   */
  ObservedDevice(Workshop workshop, ManyModels models, Device device, Nginx origin,
      CountingRelay relay, Path usage) {
    this.workshop = workshop;
    this.models = models;
    this.device = device;
    this.origin = origin;
    this.relay = relay;
    this.usage = usage;
  }

  /** Brings an occasion about, and looks. */
  LookCost look(Occasion occasion) throws IOException {
    return switch (occasion) {
      case NEW_DEVICE -> {
        device.forget();
        yield check();
      }
      case NOTHING -> check();
      case TIMESTAMP -> {
        renewTimestamp();
        yield check();
      }
      case OTHER_MODEL -> {
        models.changeAnother();
        yield check();
      }
      case OWN_MODEL -> {
        second = !second;
        workshop.change("offer", "--repo", "repository", "--model", Workshop.MODEL, "--channel",
            "stable", "--version", Workshop.version(second ? 1 : 2));
        yield check();
      }
      case NEXT_DAY -> {
        letADayPass();
        yield check();
      }
      case QUIET_DAY -> {
        renewTimestamp();
        LookCost day = check();
        for (int i = 1; i < LOOKS_A_DAY; i++) {
          day = day.and(check());
        }
        yield day;
      }
      case BUSY_DAY -> {
        LookCost day = look(Occasion.OTHER_MODEL);
        for (int i = 1; i < LOOKS_A_DAY; i++) {
          day = day.and(look(Occasion.OTHER_MODEL));
        }
        yield day;
      }
    };
  }

  private void renewTimestamp() throws IOException {
    workshop.renewal("timestamp").run();
  }

  /** What the device keeps of its last whole cycle says that it was a day ago: a clock that is set ahead slows Java down. */
  private void letADayPass() throws IOException {
    Path tag = device.root().resolve("var/lib/bascule/tuf/timestamp.tag");
    String[] words = Files.readString(tag).split(" ", 3);
    Files.writeString(tag,
        words[0] + " " + (Long.parseLong(words[1]) - A_DAY_AND_AN_HOUR) + " " + words[2]);
  }

  private LookCost check() throws IOException {
    Traffic before = relay.traffic();
    int asked = origin.asked().size();
    Files.deleteIfExists(usage);
    Outcome outcome = Usage.timed(device.bascule("check").within(LIMIT), usage).attempt();
    if (outcome.exitCode() != OFFERED && outcome.exitCode() != NOTHING) {
      throw new IOException("the device's look failed: " + outcome);
    }
    Usage used = Usage.readTimed(usage);
    return new LookCost(origin.asked().size() - asked, relay.traffic().since(before),
        used.seconds(), used.peakBytes());
  }
}
