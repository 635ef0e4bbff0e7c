package dev.bascule.updater.check;

import dev.bascule.image.Version;
import dev.bascule.updater.journal.Ledger;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the device brings to the question what to install.
 *
 * @param compatible the models whose images it may run
 * @param running the version that runs, or null if it is not known
 * @param wanted the version that a person asks for, or null for the channel's; it may be older than what runs
 * @param assignment what the fleet's server says, or null where none is asked: then the channel counts
 * @param whole whether a whole repository is asked: a bundle has what channels offer, and neither what they roll out nor
 *     what comes before it
 */
public record Situation(String model, Set<String> compatible, Following following,
    @Nullable Version running, @Nullable Version wanted, @Nullable Assignment assignment,
    boolean whole, Ledger ledger) {

  public Situation {
    compatible = Set.copyOf(compatible);
  }
}
