package dev.bascule.updater.journal;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that happened. Its time and boot are in the {@link Entry} around it. */
public sealed interface Event {

  /** From here on the slot's content is no image until {@link Staged} says so. */
  record AttemptStarted(Slot slot, ImageRef image) implements Event {}

  /** The transfer ended early; what it wrote is used by the next attempt. */
  record AttemptFailed(Slot slot, ImageRef image, String why) implements Event {
    public AttemptFailed {
      why = Prose.of(why);
    }
  }

  /** The slot holds the whole image, verified and read back. */
  record Staged(Slot slot, ImageRef image) implements Event {}

  /**
   * Written before the boot loader is told, so that a cut between the two is understood.
   *
   * @param before the loader's words for the slot before the change
   */
  record Activating(Slot slot, ImageRef image, int tries, String before) implements Event {
    public Activating {
      before = Prose.of(before);
    }
  }

  /** The boot loader's state has the slot as the next to try. */
  record Activated(Slot slot, ImageRef image) implements Event {}

  /** An activation was taken back before it was booted. */
  record Cancelled(Slot slot, String by) implements Event {
    public Cancelled {
      by = Prose.of(by);
    }
  }

  /** The first command of a boot saw this slot running. */
  record BootSeen(Slot slot) implements Event {}

  /** The verdict of the health checks on the running slot, with those that did not pass. */
  record HealthChecked(Slot slot, boolean healthy, List<CheckNote> failed) implements Event {
    static final int MAX_FAILED = 16;

    public HealthChecked {
      failed = failed.stream().limit(MAX_FAILED).toList();
    }
  }

  /** The slot is good from here on; null for an image that was there before the journal. */
  record Confirmed(Slot slot, @Nullable ImageRef image) implements Event {}

  /** Images with a lower release counter are refused from here on. */
  record FloorRaised(long floor) implements Event {}

  /** A boot after the activation of one slot runs the other. */
  record FellBack(Slot from, Slot to, ImageRef image, FallBackReason reason, String evidence)
      implements
        Event {
    public FellBack {
      evidence = Prose.of(evidence);
    }
  }

  /** Somebody wants the other slot back. Written before the boot loader is told, and done again if a cut prevented it. */
  record RolledBack(Slot from, Slot to, String by, String why) implements Event {
    public RolledBack {
      by = Prose.of(by);
      why = Prose.of(why);
    }
  }

  /** The rollback that was recorded last cannot be done. */
  record RollbackFailed(Slot from, Slot to, String why) implements Event {
    public RollbackFailed {
      why = Prose.of(why);
    }
  }

  /** The image is not tried again until that is lifted. */
  record Quarantined(ImageRef image, String why) implements Event {
    public Quarantined {
      why = Prose.of(why, 256);
    }
  }

  /** The version is not taken up on the device's own account; a newer one is. */
  record Held(Version version, String by, String why) implements Event {
    public Held {
      by = Prose.of(by);
      why = Prose.of(why);
    }
  }

  /** Images of the version may be tried again: neither quarantined nor held. */
  record Released(Version version, String by) implements Event {
    public Released {
      by = Prose.of(by);
    }
  }

  /** A slot was made one that the loader never picks, by a person or after failed checks. */
  record MarkedBad(Slot slot, String by, String why) implements Event {
    public MarkedBad {
      by = Prose.of(by);
      why = Prose.of(why);
    }
  }

  /**
   * Somebody let an install trust metadata that had expired.
   *
   * @param source what was installed from
   * @param expired the roles, and since when
   */
  record ExpiryOverridden(String by, String source, String expired) implements Event {
    public ExpiryOverridden {
      by = Prose.of(by);
      source = Prose.of(source);
      expired = Prose.of(expired);
    }
  }

  /**
   * A slot was read through and compared with its signed image.
   *
   * @param damaged parts that were not what was signed: tiles, a hash tree counting as one
   * @param repaired of those, how many are now
   */
  record Scrubbed(Slot slot, ImageRef image, int damaged, int repaired) implements Event {}

  /**
   * Data that belongs to a release is the running image's now.
   *
   * @param from whose it was
   * @param kept whether it is what had been kept of this image's; brought into its form otherwise
   */
  record DataMigrated(ImageRef image, Version from, boolean kept) implements Event {}

  /** A restart was asked for. */
  record RebootRequested(String why) implements Event {
    public RebootRequested {
      why = Prose.of(why);
    }
  }

  /**
   * A new file of the journal goes on where another one was full or damaged. What stands before this in the new file is taken
   * over from there.
   *
   * @param file the other file's name
   * @param link the digits of its last whole line
   */
  record Continued(String file, String link) implements Event {
    public Continued {
      file = Prose.of(file);
      link = Prose.of(link);
    }
  }

  /** The way back is exercised: the next boot is the other, confirmed slot's, on trial. */
  record DrillStarted(Slot from, Slot to, String by) implements Event {
    public DrillStarted {
      by = Prose.of(by);
    }
  }

  /** The other slot ran and was healthy; the next boot is the first slot's again. */
  record DrillReached(Slot to) implements Event {}

  /**
   * The first slot runs again.
   *
   * @param passed whether the other slot was reached and healthy
   */
  record DrillEnded(Slot from, Slot to, boolean passed, String why) implements Event {
    public DrillEnded {
      why = Prose.of(why);
    }
  }

  /** Lines of the journal could not be read; what they said is lost. */
  record JournalDamaged(String file, long lines) implements Event {
    public JournalDamaged {
      file = Prose.of(file);
    }
  }
}
