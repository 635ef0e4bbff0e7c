package dev.bascule.updater.check;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;

/** A version that may be taken up, and who says so. */
sealed interface Candidate {

  Version version();

  /** A person asks for it. */
  record Wanted(Version version) implements Candidate {}

  /** The fleet's server says so to this device. */
  record Assigned(Version version, String server) implements Candidate {}

  /** The channel's devices come to run it, one after the other. */
  record Rolled(Rollout rollout) implements Candidate {
    @Override
    public Version version() {
      return rollout.version();
    }
  }

  /** All of the channel's devices should run it. */
  record Offered(Offer offer) implements Candidate {
    @Override
    public Version version() {
      return offer.version();
    }
  }

  /** Another version can only be updated to from here. */
  record Step(Version version, Version towards) implements Candidate {}
}
