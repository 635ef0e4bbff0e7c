package dev.bascule.updater.check;

import dev.bascule.image.Version;
import java.io.IOException;
import java.util.Optional;

/** Looks what the repository has for this device. Changes nothing but the trusted metadata. */
public final class Check {

  private final ImageSource source;

  public Check(ImageSource source) {
    this.source = source;
  }

  /** Decides what to take up, if anything. */
  public Selection select(Situation situation) throws IOException {
    source.refresh();
    Selector selector = new Selector(situation);
    Optional<Version> version = selector.byCatalog(source.catalog().orElse(null));
    return version.isPresent()
        ? selector.byImage(version.get(), source.image(version.get()).orElse(null))
        : selector.refusal();
  }
}
