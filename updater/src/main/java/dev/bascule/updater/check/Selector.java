package dev.bascule.updater.check;

import dev.bascule.image.Version;
import dev.bascule.image.VersionPattern;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.catalog.Turn;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.updater.check.Selection.Nothing;
import dev.bascule.updater.check.Selection.Reason;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.Ledger.Hold;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the questions about one candidate after the other, in order, until one says no. Pure; used once. If none is taken, what
 * the first was refused for is the reason.
 */
final class Selector {

  private final Situation situation;
  private final Following following;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();
  private Set<Version> withdrawn = Set.of();
  private @Nullable Nothing nothing;
  private @Nullable Version step;

  Selector(Situation situation, Instant now) {
    this.situation = situation;
    this.following = situation.following();
    this.now = now;
  }

  /** The versions to look at, the best first: what a person asks for, or what the channel rolls out and offers. */
  List<Candidate> candidates(@Nullable Catalog catalog) {
    if (catalog == null) {
      no(Reason.NO_CATALOG, "catalog", "the repository has none for the model "
          + situation.model());
      return List.of();
    }
    withdrawn = catalog.withdrawn();
    Version wanted = situation.wanted();
    if (wanted != null) {
      return List.of(new Candidate.Wanted(wanted));
    }
    Assignment assignment = situation.assignment();
    if (assignment != null && situation.whole()) {
      return assigned(assignment);
    }
    List<Candidate> candidates = new ArrayList<>();
    if (situation.whole()) {
      catalog.rollout(following.channel()).map(Candidate.Rolled::new).ifPresent(candidates::add);
    }
    catalog.offer(following.channel()).map(Candidate.Offered::new).ifPresent(candidates::add);
    if (candidates.isEmpty()) {
      no(Reason.CHANNEL_UNKNOWN, "channel", "the catalogue offers nothing to the channel "
          + following.channel() + "; it knows " + catalog.channels());
    }
    return candidates;
  }

  private List<Candidate> assigned(Assignment assignment) {
    Version version = assignment.version();
    if (version == null) {
      no(Reason.NOT_ASSIGNED, "assigned", assignment.server() + " has assigned nothing");
      return List.of();
    }
    return List.of(new Candidate.Assigned(version, assignment.server()));
  }

  /** Whether to look at a version more closely: the catalogue alone does not rule it out. */
  boolean byCatalog(Candidate candidate) {
    Version version = candidate.version();
    step = null;
    return switch (candidate) {
      case Candidate.Wanted _ -> yes("wanted", version + " was asked for")
          && byVersion(version, false);
      case Candidate.Assigned(var _, var server) -> yes("assigned",
          server + " assigned " + version) && byVersion(version, false);
      case Candidate.Offered(var offer) -> yes("channel",
          following.channel() + " offers " + version) && byVersion(version, offer.recall());
      case Candidate.Rolled(var rollout) -> yes("channel",
          following.channel() + " rolls out " + version) && byVersion(version, false)
          && byTurn(rollout);
      case Candidate.Step(var _, var towards) -> yes("step",
          version + " comes before " + towards) && byVersion(version, false);
    };
  }

  /** The image, if it is taken. */
  Optional<Selection.Take> byImage(Version version, @Nullable CheckedImage image) {
    if (image == null) {
      no(Reason.NO_IMAGE, "image", "the repository has no signed image " + version
          + "; tell its publisher");
      return Optional.empty();
    }
    ImageRef ref = image.ref();
    yes("image", ref + " is signed");
    boolean taken = byModel(image.manifest()) && byFloor(ref)
        && byQuarantine(ref)
        && byMinimum(image.manifest());
    return taken ? Optional.of(new Selection.Take(image, findings)) : Optional.empty();
  }

  /** The version to install before one that was refused because what runs is too old for it. */
  @Nullable
  Candidate stepTo(Version towards) {
    Version before = step;
    return before == null || !towards.newerThan(before)
        ? null
        : new Candidate.Step(before, towards);
  }

  /** What the questions came to, once one said no. */
  Nothing refusal() {
    if (nothing == null) {
      throw new IllegalStateException("no question said no");
    }
    return new Nothing(nothing.reason(), nothing.explanation(), nothing.due(), withdrawn,
        findings);
  }

  private boolean byVersion(Version version, boolean recall) {
    return ask(!withdrawn.contains(version), Reason.WITHDRAWN, "withdrawn",
        version + " is not withdrawn", version + " was withdrawn by the fleet's manager")
        && byPin(version)
        && byOrder(version, recall)
        && byHold(version);
  }

  private boolean byPin(Version version) {
    VersionPattern pin = following.pin();
    return pin == null || situation.wanted() != null
        || ask(pin.matches(version), Reason.PINNED, "pin",
            version + " is one of " + pin + ", which this device is pinned to",
            version + " is none of " + pin + ", which this device is pinned to");
  }

  private boolean byOrder(Version version, boolean recall) {
    Version running = situation.running();
    if (running == null) {
      return yes("newer", "the version that runs is not known");
    }
    if (version.compareTo(running) == 0) {
      return no(Reason.UP_TO_DATE, "newer", version + " is what runs");
    }
    if (situation.wanted() != null) {
      return yes("newer", version + " was asked for, whatever runs (" + running + ")");
    }
    if (recall && withdrawn.contains(running) && running.newerThan(version)) {
      return yes("recall", running + ", which runs, was withdrawn, and devices are called back to "
          + version);
    }
    Assignment assignment = situation.assignment();
    if (assignment != null && Objects.equals(assignment.version(), version)) {
      return yes("newer", version + " was assigned, whatever runs (" + running + ")");
    }
    return ask(version.newerThan(running), Reason.NOT_NEWER, "newer",
        version + " is newer than " + running + ", which runs",
        version + " is older than " + running + ", which runs");
  }

  private boolean byHold(Version version) {
    Hold hold = situation.ledger().hold();
    if (hold == null || situation.wanted() != null) {
      return yes("held", "nothing is held back");
    }
    return ask(version.newerThan(hold.version()), Reason.HELD, "held",
        version + " is newer than " + hold.version() + ", which is held",
        hold.version() + " is held since " + hold.since() + " by " + hold.by() + " (" + hold.why()
            + "), and " + version + " is not newer");
  }

  private boolean byTurn(Rollout rollout) {
    Version version = rollout.version();
    int waves = rollout.waves().size();
    return switch (rollout.turn(following.seed(), following.group(), following.zone(), now)) {
      case Turn.Halted(var since) -> no(Reason.HALTED, "wave", "the fleet's manager has halted the "
          + "rollout of " + version + " since " + since);
      case Turn.First(var group) -> yes("wave", "the group " + group + " goes first");
      case Turn.Come(var due) -> yes("wave", "its turn has come at " + second(due.at())
          + ", in wave " + due.wave() + " of " + waves);
      case Turn.Waits(var due) -> waits(due, "the turn of this device for " + version
          + " comes at " + second(due.at()) + ", in wave " + due.wave() + " of " + waves);
      case Turn.Beyond() -> no(Reason.WAVE, "wave", "the waves of " + version
          + " end before this device; the fleet's manager has to go on");
    };
  }

  private static Instant second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private boolean byModel(ImageManifest image) {
    return ask(!Collections.disjoint(image.compatible(), situation.compatible()),
        Reason.NOT_COMPATIBLE, "compatible",
        "it is for " + image.compatible(),
        "it is for " + image.compatible() + ", this device is compatible with "
            + situation.compatible());
  }

  private boolean byFloor(ImageRef ref) {
    long floor = situation.ledger().floor();
    return ask(ref.release() >= floor, Reason.BELOW_FLOOR, "floor",
        "its release counter " + ref.release() + " is not below the floor " + floor,
        "its release counter " + ref.release() + " is below the floor " + floor);
  }

  private boolean byQuarantine(ImageRef ref) {
    var quarantine = situation.ledger().quarantineOf(ref.digest());
    return quarantine.isEmpty()
        ? yes("quarantine", "it has not failed on this device")
        : no(Reason.QUARANTINED, "quarantine", "it failed on this device at "
            + quarantine.get().since() + ": " + quarantine.get().why());
  }

  private boolean byMinimum(ImageManifest image) {
    Version minimum = image.minimumVersion();
    Version running = situation.running();
    if (minimum == null) {
      return yes("minimum", "it updates from any version");
    }
    boolean newEnough = running != null && !minimum.newerThan(running);
    step = newEnough || situation.wanted() != null || !situation.whole() ? null : minimum;
    return ask(newEnough, Reason.UPDATE_FROM_TOO_OLD,
        "minimum", "it updates from " + minimum + " or later",
        "it updates from " + minimum + " or later, and "
            + (running == null ? "the version that runs is not known" : running + " runs"));
  }

  private boolean ask(boolean passed, Reason reason, String question, String yes, String no) {
    return passed ? yes(question, yes) : no(reason, question, no);
  }

  private boolean yes(String question, String answer) {
    findings.add(new Finding(question, true, answer));
    return true;
  }

  private boolean no(Reason reason, String question, String answer) {
    return no(new Nothing(reason, answer, null, Set.of(), List.of()), question);
  }

  private boolean waits(Turn.Due due, String answer) {
    return no(new Nothing(Reason.WAVE, answer, due, Set.of(), List.of()), "wave");
  }

  /** Notes a no; the first one is the reason for all. */
  private boolean no(Nothing reason, String question) {
    findings.add(new Finding(question, false, reason.explanation()));
    if (nothing == null) {
      nothing = reason;
    }
    return false;
  }
}
