package dev.bascule.updater.journal;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the journal adds up to: everything that later decisions need of the past.
 *
 * @param floor images with a lower release counter are refused; never falls
 * @param quarantine images that are not tried again, oldest first
 * @param hold the version that is not taken up on the device's own account, or null
 * @param contents the image in each slot, where the journal knows it
 * @param attempt the update that has not ended, or null
 * @param boot the last boot that was seen, or null
 * @param verdict the last run of the health checks, or null
 * @param confirmed the last confirmation, or null
 * @param rollback the rollback that no boot has shown yet, or null
 * @param drill the exercise of the way back that has not ended, or null
 * @param outcome the entry that says how the last attempt or rollback ended, or null
 */
public record Ledger(long floor, List<Quarantine> quarantine, @Nullable Hold hold,
    Map<Slot, ImageRef> contents, @Nullable Attempt attempt, @Nullable Boot boot,
    @Nullable Verdict verdict, Event.@Nullable Confirmed confirmed,
    @Nullable PendingRollback rollback, @Nullable PendingDrill drill, @Nullable Entry outcome) {

  /** An image that is not tried again. */
  public record Quarantine(ImageRef image, String why, Instant since) {}

  /** A version that only a person, or a newer version, gets past. */
  public record Hold(Version version, String by, String why, Instant since) {}

  /** A boot and the slot that ran in it. */
  public record Boot(String id, Slot slot) {}

  /** What the health checks said in a boot. */
  public record Verdict(String boot, Instant at, Event.HealthChecked checked) {}

  /** A rollback, and the boot in which it was ordered. */
  public record PendingRollback(String boot, Event.RolledBack order) {}

  /**
   * An exercise of the way back.
   *
   * @param boot the boot in which it began
   * @param reached whether the other slot ran and was healthy
   */
  public record PendingDrill(String boot, Event.DrillStarted started, boolean reached) {}

  public Ledger {
    quarantine = List.copyOf(quarantine);
    contents = Map.copyOf(contents);
  }

  /** What some entries, in their order, add up to. */
  public static Ledger of(Iterable<Entry> entries) {
    Tally tally = new Tally();
    entries.forEach(tally::add);
    return tally.ledger();
  }

  /** A device's that has never been updated. */
  public static Ledger empty() {
    return of(List.of());
  }

  /** The image that a slot holds, where the journal knows it. */
  public Optional<ImageRef> content(Slot slot) {
    return Optional.ofNullable(contents.get(slot));
  }

  /** Why an image is not tried again, if it is not. */
  public Optional<Quarantine> quarantineOf(Sha256 digest) {
    return quarantine.stream().filter(entry -> entry.image().digest().equals(digest)).findFirst();
  }
}
