package dev.bascule.bootctl.choice;

import java.io.IOException;
import java.util.List;

/**
 * What would make a damaged state whole: the steps as a person reads them before they are done, and their
 * doing. It is decided from one read.
 *
 * @param steps in sentences, in their order; empty where nothing is damaged or nothing can be made whole
 */
public record Repair(List<String> steps, Work work) {
  /** Nothing to do. */
  public static final Repair NONE = new Repair(List.of(), () -> {});

  public Repair {
    steps = List.copyOf(steps);
  }

  /** Does the steps, each durable before the next; after a power cut the same repair can be done again. */
  public interface Work {
    void write() throws IOException;
  }
}
