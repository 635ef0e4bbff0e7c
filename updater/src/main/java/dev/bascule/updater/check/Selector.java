package dev.bascule.updater.check;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.updater.check.Selection.Nothing;
import dev.bascule.updater.check.Selection.Reason;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.Ledger.Hold;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the questions, in order, until one says no. Pure; used once. */
final class Selector {

  private final Situation situation;
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable Nothing nothing;

  Selector(Situation situation) {
    this.situation = situation;
  }

  /** The version to look at more closely, if the catalogue alone does not rule it out. */
  Optional<Version> byCatalog(@Nullable Catalog catalog) {
    if (catalog == null) {
      no(Reason.NO_CATALOG, "catalog", "the repository has none for the model "
          + situation.model());
      return Optional.empty();
    }
    Version version = candidate(catalog);
    if (version == null) {
      return Optional.empty();
    }
    boolean open = ask(!catalog.withdrawn().contains(version), Reason.WITHDRAWN, "withdrawn",
        version + " is not withdrawn", version + " was withdrawn by the fleet's manager")
        && byOrder(version)
        && byHold(version);
    return open ? Optional.of(version) : Optional.empty();
  }

  /** Whether the image is taken. */
  Selection byImage(Version version, @Nullable CheckedImage image) {
    if (image == null) {
      no(Reason.NO_IMAGE, "image", "the repository has no signed image " + version
          + "; tell its publisher");
      return refusal();
    }
    ImageRef ref = image.ref();
    yes("image", ref + " is signed");
    boolean taken = byModel(image.manifest()) && byFloor(ref)
        && byQuarantine(ref)
        && byMinimum(image.manifest());
    return taken ? new Selection.Take(image, findings) : refusal();
  }

  /** What the questions came to, once one said no. */
  Nothing refusal() {
    if (nothing == null) {
      throw new IllegalStateException("no question said no");
    }
    return new Nothing(nothing.reason(), nothing.explanation(), findings);
  }

  private @Nullable Version candidate(Catalog catalog) {
    Version wanted = situation.wanted();
    if (wanted != null) {
      yes("wanted", wanted + " was asked for");
      return wanted;
    }
    Optional<Offer> offer = catalog.offer(situation.channel());
    if (offer.isEmpty()) {
      no(Reason.CHANNEL_UNKNOWN, "channel", "the catalogue offers nothing to the channel "
          + situation.channel() + "; it knows "
          + catalog.offers().stream().map(Offer::channel).sorted().toList());
      return null;
    }
    yes("channel", situation.channel() + " offers " + offer.get().version());
    return offer.get().version();
  }

  private boolean byOrder(Version version) {
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
    return ask(running != null && !minimum.newerThan(running), Reason.UPDATE_FROM_TOO_OLD,
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
    findings.add(new Finding(question, false, answer));
    nothing = new Nothing(reason, answer, List.of());
    return false;
  }
}
