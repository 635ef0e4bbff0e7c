package dev.bascule.publisher.repository;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.manifest.ImageManifest;

/** Refuses a catalogue that sends devices where there is nothing. */
final class CatalogCheck {

  private CatalogCheck() {}

  /**
   * Every version that is offered, rolled out or withdrawn has an image.
   *
   * @param edition in which the model's images are listed
   */
  static void require(ModelRoles model, Catalog catalog, Edition edition)
      throws RefusedException {
    for (Offer offer : catalog.offers()) {
      requireImage(model, offer.version(), edition,
          "the channel " + offer.channel() + " would offer it");
    }
    for (Rollout rollout : catalog.rollouts()) {
      requireImage(model, rollout.version(), edition,
          "the channel " + rollout.channel() + " would roll it out");
    }
    for (Version version : catalog.withdrawn()) {
      requireImage(model, version, edition, "it would be withdrawn");
    }
  }

  private static void requireImage(ModelRoles model, Version version, Edition edition, String why)
      throws RefusedException {
    String path = model.imagePath(version, ImageManifest.FILE_NAME);
    if (!edition.lists(model.images(), path)) {
      throw new RefusedException(RefusedException.Reason.NO_SUCH_IMAGE, model.model()
          + ": there is no image of version " + version + ", but " + why
          + "; publish it first: bascule-image publish --image …");
    }
  }
}
