package dev.bascule.updater.state;

import dev.bascule.bootctl.Slot;
import dev.bascule.updater.journal.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an observation comes to.
 *
 * @param news what happened since the journal was written last, to be recorded before anything else is done
 * @param repair what the boot loader must be told so that it agrees, or null
 */
public record Derived(State state, List<Event> news, @Nullable Repair repair) {

  /** What a power cut, or somebody else, left undone at the boot loader. */
  public sealed interface Repair {

    /** The slot fell back: make it one that is never picked, if it is not yet. */
    record Disarm(Slot slot) implements Repair {}

    /** A rollback was recorded but the loader does not know of it. */
    record FinishRollback(Slot to) implements Repair {}
  }

  public Derived {
    news = List.copyOf(news);
  }
}
