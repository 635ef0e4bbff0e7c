package dev.bascule.publisher.repository;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import java.util.Set;
import java.util.function.Predicate;

/** Refuses a catalogue that sends devices where there is nothing. */
public final class CatalogCheck {

  private final ModelRoles model;
  private final Predicate<Version> images;

  /**
   * Checks a model's catalogue.
   *
   * @param images whether there is an image of a version
   */
  public CatalogCheck(ModelRoles model, Predicate<Version> images) {
    this.model = model;
    this.images = images;
  }

  /**
   * Every version that is offered, rolled out or withdrawn has an image.
   *
   * @param withdrawn before: those need none any more
   */
  public void require(Catalog catalog, Set<Version> withdrawn) throws RefusedException {
    for (Offer offer : catalog.offers()) {
      requireImage(offer.version(), "the channel " + offer.channel() + " would offer it");
    }
    for (Rollout rollout : catalog.rollouts()) {
      requireImage(rollout.version(),
          "the channel " + rollout.channel() + " would roll it out");
    }
    for (Version version : catalog.withdrawn()) {
      if (!withdrawn.contains(version)) {
        requireImage(version, "it would be withdrawn");
      }
    }
  }

  private void requireImage(Version version, String why) throws RefusedException {
    if (!images.test(version)) {
      throw new RefusedException(RefusedException.Reason.NO_SUCH_IMAGE, model.model()
          + ": there is no image of version " + version + ", but " + why
          + "; publish it first: bascule-image publish --image …");
    }
  }
}
