package dev.bascule.updater.check;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A repository in memory. */
record MemoryImages(Map<Version, CheckedImage> images, @Nullable Catalog catalogOrNull,
    Instant now) implements ImageSource {

  @Override
  public Instant refresh() {
    return now;
  }

  @Override
  public Optional<Catalog> catalog() {
    return Optional.ofNullable(catalogOrNull);
  }

  @Override
  public Optional<CheckedImage> image(Version version) {
    return Optional.ofNullable(images.get(version));
  }
}
