package dev.bascule.updater.install;

import java.time.Duration;
import java.util.List;

/** Is told how an install goes on, from the installing thread. */
public interface InstallProgress {

  /** What is being done to a volume, in this order. */
  enum Phase {
    /** Looking for tiles that the slot already holds. */
    SCAN,
    /** Copying tiles that the running slot holds. */
    COPY,
    /** Fetching and writing the rest. */
    TRANSFER,
    /** Reading everything back from the medium. */
    READ_BACK
  }

  /** How the volumes will be brought, told once before anything is touched. */
  default void planned(List<VolumePlan> plans) {}

  /** One volume is brought otherwise than was told: the deltas of the releases between were damaged, or too much work. */
  default void replanned(VolumePlan plan) {}

  /** Some of a phase's bytes are done. */
  void advance(String role, Phase phase, long done, long total);

  /** The source failed, and is asked again after a pause. */
  default void waiting(Duration pause) {}

  /** Hears nothing. */
  static InstallProgress none() {
    return (role, phase, done, total) -> {};
  }
}
