package dev.bascule.updater.journal;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Sha256;
import dev.bascule.updater.journal.Ledger.Boot;
import dev.bascule.updater.journal.Ledger.Hold;
import dev.bascule.updater.journal.Ledger.PendingDrill;
import dev.bascule.updater.journal.Ledger.PendingRollback;
import dev.bascule.updater.journal.Ledger.Quarantine;
import dev.bascule.updater.journal.Ledger.Verdict;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds entries up to a {@link Ledger}, one after the other. */
final class Tally {

  /** More images are not kept away: the one that failed longest ago goes first. */
  static final int MAX_QUARANTINE = 128;

  private long floor;
  private final Map<Sha256, Quarantine> quarantine = new LinkedHashMap<>();
  private @Nullable Hold hold;
  private final Map<Slot, ImageRef> contents = new EnumMap<>(Slot.class);
  private @Nullable Attempt attempt;
  private @Nullable Boot boot;
  private @Nullable Verdict verdict;
  private Event.@Nullable Confirmed confirmed;
  private @Nullable PendingRollback rollback;
  private @Nullable PendingDrill drill;
  private @Nullable Entry outcome;

  Ledger ledger() {
    return new Ledger(floor, List.copyOf(quarantine.values()), hold, contents, attempt, boot,
        verdict, confirmed, rollback, drill, outcome);
  }

  void add(Entry entry) {
    switch (entry.event()) {
      case Event.AttemptStarted(Slot slot, ImageRef image) -> {
        contents.remove(slot);
        verdict = verdict != null && verdict.checked().slot() == slot ? null : verdict;
        attempt = Attempt.begin(slot, image, Phase.STAGING);
      }
      case Event.AttemptFailed _,Event.ExpiryOverridden _,Event.Scrubbed _,Event.DataMigrated _,Event.RebootRequested _,Event.JournalDamaged _,Event.Continued _ ->
        {
        }
      case Event.Staged(Slot slot, ImageRef image) -> {
        contents.put(slot, image);
        attempt = Attempt.begin(slot, image, Phase.STAGED);
      }
      case Event.Activating(Slot slot, ImageRef image, int tries, String before) ->
        attempt = Attempt.begin(slot, image, Phase.ACTIVATING)
            .activating(entry.boot(), tries, before);
      case Event.Activated _ -> advance(Phase.ACTIVATED);
      case Event.Cancelled _ -> cancel();
      case Event.BootSeen(Slot slot) -> see(new Boot(entry.boot(), slot));
      case Event.HealthChecked checked ->
        verdict = new Verdict(entry.boot(), entry.at(), checked);
      case Event.Confirmed event -> confirm(event, entry);
      case Event.FloorRaised(long raised) -> floor = Math.max(floor, raised);
      case Event.FellBack _ -> {
        attempt = null;
        outcome = entry;
      }
      case Event.RolledBack event -> {
        attempt = null;
        rollback = new PendingRollback(entry.boot(), event);
        outcome = entry;
      }
      case Event.RollbackFailed _ -> {
        rollback = null;
        outcome = entry;
      }
      case Event.Quarantined(ImageRef image, String why) -> {
        quarantine.putIfAbsent(image.digest(), new Quarantine(image, why, entry.at()));
        if (quarantine.size() > MAX_QUARANTINE) {
          quarantine.remove(quarantine.keySet().iterator().next());
        }
      }
      case Event.Held(var version, String by, String why) ->
        hold = new Hold(version, by, why, entry.at());
      case Event.Released(var version, String _) -> {
        quarantine.values().removeIf(q -> q.image().version().equals(version));
        hold = hold != null && hold.version().equals(version) ? null : hold;
      }
      case Event.DrillStarted event -> drill = new PendingDrill(entry.boot(), event, false);
      case Event.DrillReached _ -> {
        PendingDrill begun = drill;
        drill = begun == null ? null : new PendingDrill(begun.boot(), begun.started(), true);
      }
      case Event.DrillEnded _ -> drill = null;
      case Event.MarkedBad(Slot slot, String _, String why) ->
        attempt = attempt != null && attempt.slot() == slot ? attempt.markedBad(why) : attempt;
    }
  }

  private void advance(Phase phase) {
    attempt = attempt != null && attempt.mayBoot() ? attempt.in(phase) : attempt;
  }

  private void cancel() {
    if (attempt != null && attempt.mayBoot()) {
      attempt = Attempt.begin(attempt.slot(), attempt.image(), Phase.STAGED);
    }
  }

  private void see(Boot seen) {
    boot = seen;
    Attempt tried = attempt;
    if (tried != null && tried.mayBoot()
        && tried.slot() == seen.slot()
        && !tried.boot().equals(seen.id())) {
      advance(Phase.TRIAL);
    }
    PendingRollback ordered = rollback;
    if (ordered != null && ordered.order().to() == seen.slot()
        && !ordered.boot().equals(seen.id())) {
      rollback = null;
    }
  }

  /** What does not end an attempt is no news of how the last one ended. */
  private void confirm(Event.Confirmed event, Entry entry) {
    confirmed = event;
    boolean ends = attempt != null && attempt.slot() == event.slot();
    outcome = ends || outcome == null ? entry : outcome;
    attempt = ends ? null : attempt;
    ImageRef image = event.image();
    if (image != null && hold != null && image.version().newerThan(hold.version())) {
      hold = null;
    }
  }
}
