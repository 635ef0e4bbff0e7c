package dev.bascule.updater.journal;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Events for tests: some images, one of each kind of event, and endless random ones. */
public final class Events {

  private Events() {}

  /** An image whose digest follows from its version. */
  public static ImageRef image(String version) {
    return new ImageRef(Version.parse(version),
        Sha256.digest(version.getBytes(StandardCharsets.UTF_8)), 7, 5);
  }

  static List<Event> oneOfEach() {
    ImageRef image = image("1.2.0");
    return List.of(
        new Event.AttemptStarted(Slot.B, image),
        new Event.AttemptFailed(Slot.B, image, "link \"broke\"\n\t\u0000 ünd 🚀"),
        new Event.Staged(Slot.B, image),
        new Event.Activating(Slot.B, image, 3, "priority=0 tries=0 successful=0"),
        new Event.Activated(Slot.B, image),
        new Event.Cancelled(Slot.B, "root"),
        new Event.BootSeen(Slot.B),
        new Event.HealthChecked(Slot.B, false,
            List.of(new CheckNote("10-network", "exit 1", "no route"))),
        new Event.MarkedBad(Slot.B, "health", "10-network"),
        new Event.FellBack(Slot.B, Slot.A, image, FallBackReason.FAILED_HEALTH, "10-network"),
        new Event.Quarantined(image, "fell back"),
        new Event.Released(image.version(), "root"),
        new Event.RolledBack(Slot.B, Slot.A, "root", "slow"),
        new Event.RollbackFailed(Slot.B, Slot.A, "does not boot"),
        new Event.Held(image.version(), "root", "slow"),
        new Event.Confirmed(Slot.A, null),
        new Event.Confirmed(Slot.B, image),
        new Event.FloorRaised(5),
        new Event.ExpiryOverridden("root", "update.bascule", "timestamp since 2026-01-01"),
        new Event.Scrubbed(Slot.A, image, 3, 2),
        new Event.DataMigrated(image, Version.parse("1.1.0"), false),
        new Event.RebootRequested("update"),
        new Event.Continued("00000001.jsonl", "5f3a"),
        new Event.DrillStarted(Slot.A, Slot.B, "root"),
        new Event.DrillReached(Slot.B),
        new Event.DrillEnded(Slot.A, Slot.B, true, "slot B was healthy"),
        new Event.JournalDamaged("00000001.jsonl", 2));
  }

  static List<Entry> random(long seed, int count) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<Entry> entries = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      entries.add(new Entry(i, Instant.ofEpochSecond(1_800_000_000L + i),
          "boot-" + random.nextInt(4), event(random)));
    }
    return entries;
  }

  private static Event event(RandomGenerator random) {
    Slot slot = random.nextBoolean() ? Slot.A : Slot.B;
    ImageRef image = image("1." + random.nextInt(6) + ".0");
    return switch (random.nextInt(19)) {
      case 0 -> new Event.AttemptStarted(slot, image);
      case 1 -> new Event.Staged(slot, image);
      case 2 -> new Event.Activating(slot, image, 3, "detail " + random.nextInt(3));
      case 3 -> new Event.Activated(slot, image);
      case 4 -> new Event.Cancelled(slot, "somebody");
      case 5 -> new Event.BootSeen(slot);
      case 6 -> new Event.HealthChecked(slot, random.nextBoolean(), List.of());
      case 7 -> new Event.FellBack(slot, slot.other(), image, FallBackReason.TRIES_USED_UP, "");
      case 8 -> new Event.Quarantined(image, "because");
      case 9 -> new Event.Released(image.version(), "somebody");
      case 10 -> new Event.RolledBack(slot, slot.other(), "somebody", "");
      case 11 -> new Event.RollbackFailed(slot, slot.other(), "no");
      case 12 -> new Event.Held(image.version(), "somebody", "");
      case 13 -> new Event.Confirmed(slot, random.nextBoolean() ? image : null);
      case 14 -> new Event.FloorRaised(random.nextInt(10));
      case 15 -> new Event.DrillStarted(slot, slot.other(), "somebody");
      case 16 -> new Event.DrillReached(slot);
      case 17 -> new Event.DrillEnded(slot, slot.other(), random.nextBoolean(), "");
      default -> new Event.MarkedBad(slot, "somebody", "x".repeat(random.nextInt(400)));
    };
  }
}
