package dev.bascule.updater.hawkbit;

import dev.bascule.image.Version;
import dev.bascule.updater.journal.Attempt;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An action of the server's that the device has taken up and not closed yet.
 *
 * @param action its id
 * @param version what the server wants
 * @param from what ran when it was taken up; empty where that is not known
 * @param since the number of the journal's last outcome at that time: later ones are this action's
 * @param told what the server was told last
 */
public record Errand(String action, Version version, String from, long since, String told) {

  /** An action that is taken up now. */
  static Errand begin(String action, Version version, String from, Ledger ledger) {
    Entry outcome = ledger.outcome();
    return new Errand(action, version, from, outcome == null ? 0 : outcome.number(), "");
  }

  /** The same, once the server was told something. */
  Errand telling(String words) {
    return new Errand(action, version, from, since, words);
  }

  /**
   * How it ended, if it has: only a confirmed boot of the version is a success.
   *
   * @param running what runs by now, or null where that is not known
   * @param trial whether what runs is not confirmed
   */
  Optional<Feedback> ending(Ledger ledger, @Nullable Version running, boolean trial) {
    Entry outcome = ledger.outcome();
    if (outcome != null && outcome.number() > since) {
      switch (outcome.event()) {
        case Event.FellBack fell -> {
          return Optional.of(Feedback.closed(false, fallBack(fell)));
        }
        case Event.RolledBack order -> {
          return Optional.of(Feedback.closed(false, List.of(versions(running),
              "rolled back on the device by " + order.by() + ": " + order.why())));
        }
        default -> {
        }
      }
    }
    Attempt attempt = ledger.attempt();
    boolean stays = !trial && (attempt == null || !attempt.mayBoot());
    return stays && running != null && version.compareTo(running) == 0
        ? Optional.of(Feedback.closed(true, List.of(versions(running), "booted and confirmed")))
        : Optional.empty();
  }

  /** Both versions, in words. */
  String versions(@Nullable Version running) {
    return "wanted " + version + ", came from " + (from.isEmpty() ? "an unknown version" : from)
        + ", runs " + (running == null ? "an unknown version" : running);
  }

  private List<String> fallBack(Event.FellBack fell) {
    List<String> details = new ArrayList<>();
    details.add("fell back from " + fell.image().version() + " in slot " + fell.from() + " to "
        + (from.isEmpty() ? "what ran before" : from) + " in slot " + fell.to() + " ("
        + fell.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")");
    details.add("evidence: " + fell.evidence());
    return details;
  }
}
