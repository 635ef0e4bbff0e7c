package dev.bascule.updater.check;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Where verified catalogues and images are from. */
public interface ImageSource {

  /** Makes sure that what follows is fresh; returns the time that it is, or, without a clock, that it is at least. */
  Instant refresh() throws IOException;

  /** The catalogue of this device's model; empty if the repository has none. */
  Optional<Catalog> catalog() throws IOException;

  /** A version's image; empty if no role that may speak for it does. */
  Optional<CheckedImage> image(Version version) throws IOException;
}
