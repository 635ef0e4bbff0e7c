package dev.bascule.publisher.cli;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.publisher.repository.CatalogReader;
import dev.bascule.publisher.repository.ModelRoles;
import java.io.IOException;
import java.nio.file.Path;

/** A change to what a model's channels offer, as part of a new edition. */
record CatalogChange(PublishingStep.Change change, Path repository, ModelRoles model) {

  /** Lets a channel offer a version. */
  void offer(Offer offer) throws IOException {
    Catalog last = last();
    put(last.withOffer(offer));
    change.json()
        .withObject("/offer")
        .put("model", model.model())
        .put("channel", offer.channel())
        .put("version", offer.version().toString());
    change.lines()
        .add("offer      " + model.model() + " " + offer.channel() + ": "
            + offer.version() + last.offer(offer.channel())
                .map(before -> " (until now " + before.version() + ")")
                .orElse(""));
    if (last.withdrawn().contains(offer.version())) {
      change.lines().add("           " + offer.version() + " was withdrawn, and no longer is");
    }
  }

  /** Withdraws a version. */
  void withdraw(Version version) throws IOException {
    Catalog last = last();
    put(last.withWithdrawn(version));
    change.json().put("withdrawn", version.toString());
    change.lines().add("withdrawn  " + model.model() + " " + version);
    last.offers()
        .stream()
        .filter(offer -> offer.version().equals(version))
        .forEach(offer -> change.lines()
            .add("           the channel " + offer.channel()
                + " offers nothing until you offer it something"));
  }

  private Catalog last() throws IOException {
    return new CatalogReader(repository).read(change.base(), model).orElseGet(Catalog::empty);
  }

  private void put(Catalog catalog) throws IOException {
    change.repository().putCatalog(change.edition(), model, catalog);
  }
}
