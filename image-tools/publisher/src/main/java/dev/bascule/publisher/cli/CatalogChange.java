package dev.bascule.publisher.cli;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.publisher.repository.CatalogReader;
import dev.bascule.publisher.repository.ModelRoles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A change to what a model's channels offer, as part of a new edition. */
record CatalogChange(PublishingStep.Change change, Path repository, ModelRoles model) {

  private static final String AS_BEFORE = " (as before)";

  /** Lets a channel offer a version. */
  void offer(Offer offer) throws IOException {
    Catalog last = last();
    boolean changes = putIfChanged(last, last.withOffer(offer));
    change.json()
        .withObject("/offer")
        .put("model", model.model())
        .put("channel", offer.channel())
        .put("version", offer.version().toString())
        .put("changed", changes);
    change.lines()
        .add("offer      " + model.model() + " " + offer.channel() + ": " + offer.version()
            + (changes ? untilNow(last, offer) : AS_BEFORE));
    if (last.withdrawn().contains(offer.version())) {
      change.lines().add("           " + offer.version() + " was withdrawn, and no longer is");
    }
  }

  private static String untilNow(Catalog last, Offer offer) {
    return last.offer(offer.channel())
        .map(before -> " (until now " + before.version() + ")")
        .orElse("");
  }

  /** Withdraws a version. */
  void withdraw(Version version) throws IOException {
    Catalog last = last();
    boolean changes = putIfChanged(last, last.withWithdrawn(version));
    change.json().put("withdrawn", version.toString()).put("changed", changes);
    change.lines()
        .add("withdrawn  " + model.model() + " " + version + (changes ? "" : AS_BEFORE));
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

  /** A catalogue that says the same as the last is not signed anew. */
  private boolean putIfChanged(Catalog last, Catalog next) throws IOException {
    if (Arrays.equals(next.encode(), last.encode())) {
      return false;
    }
    change.repository().putCatalog(change.edition(), model, next);
    return true;
  }
}
