package dev.bascule.publisher.cli;

import dev.bascule.image.tuf.Metadata;
import dev.bascule.publisher.repository.ClockCheck;
import dev.bascule.publisher.repository.RefusedException;
import java.time.Instant;
import java.util.Collection;
import picocli.CommandLine.Option;

/** Someone's word that the clock is right, where the last signatures make it doubtful. */
final class ClockOption {

  @Option(names = "--clock-is-right",
      description = "Sign although this computer's clock is before the last signature, or long after it.")
  private boolean isRight;

  void require(ClockCheck check, Instant now, Collection<? extends Metadata> signed)
      throws RefusedException {
    if (!isRight) {
      check.require(now, signed);
    }
  }
}
