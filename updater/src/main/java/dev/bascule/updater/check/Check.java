package dev.bascule.updater.check;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks what the repository has for this device. Changes nothing but the trusted metadata. */
public final class Check {

  /** Versions to go through on the way to one: more is a publisher's mistake. */
  private static final int MAX_STEPS = 16;

  private final ImageSource source;

  public Check(ImageSource source) {
    this.source = source;
  }

  /** Decides what to take up, if anything. */
  public Selection select(Situation situation) throws IOException {
    Instant now = source.refresh();
    Selector selector = new Selector(situation, now);
    @Nullable Catalog catalog = source.catalog().orElse(null);
    for (Candidate candidate : selector.candidates(catalog)) {
      @Nullable Candidate next = candidate;
      for (int i = 0; next != null && i < MAX_STEPS; i++) {
        if (!selector.byCatalog(next)) {
          break;
        }
        Version version = next.version();
        Optional<Selection.Take> taken =
            selector.byImage(version, source.image(version).orElse(null));
        if (taken.isPresent()) {
          return taken.get();
        }
        next = selector.stepTo(version);
      }
    }
    return selector.refusal();
  }
}
