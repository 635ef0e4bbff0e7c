package dev.bascule.updater.check;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Turn;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a look at the repository comes to. */
public sealed interface Selection {

  /**
   * All questions that were asked, in order. A version whose turn has not come, or that cannot be taken, may be followed by
   * questions about another one.
   */
  List<Finding> findings();

  /** There is an image to take up. */
  record Take(CheckedImage image, List<Finding> findings) implements Selection {
    public Take {
      findings = List.copyOf(findings);
    }
  }

  /**
   * There is none, and why.
   *
   * @param due when it is this device's turn, if that is why; otherwise null
   * @param withdrawn versions that no device takes up any more
   */
  record Nothing(Reason reason, String explanation, Turn.@Nullable Due due,
      Set<Version> withdrawn, List<Finding> findings) implements Selection {
    public Nothing {
      withdrawn = Set.copyOf(withdrawn);
      findings = List.copyOf(findings);
    }
  }

  /** Why there is nothing to take up. Names are stable: scripts read them. */
  enum Reason {
    /** The repository has no catalogue for this device's model. */
    NO_CATALOG,
    /** The catalogue has no offer for this device's channel. */
    CHANNEL_UNKNOWN,
    /** The version that is offered was withdrawn. */
    WITHDRAWN,
    /** What is offered is what runs. */
    UP_TO_DATE,
    /** What is offered is older than what runs. */
    NOT_NEWER,
    /** A person rolled back from this version or a later one. */
    HELD,
    /** The configuration pins the device to other versions. */
    PINNED,
    /** The fleet's manager has halted the rollout. */
    HALTED,
    /** The fleet's server has assigned nothing to this device. */
    NOT_ASSIGNED,
    /** This device's turn in the rollout has not come. */
    WAVE,
    /** The offered version has no image in the repository. */
    NO_IMAGE,
    /** The image is for other models. */
    NOT_COMPATIBLE,
    /** The image's release counter is below the device's floor. */
    BELOW_FLOOR,
    /** The image failed on this device. */
    QUARANTINED,
    /** What runs is too old to update from. */
    UPDATE_FROM_TOO_OLD;

    /** The name in what machines read. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
