package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.publisher.repository.CatalogReader;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.Published;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What each model's channels offer. */
record OfferList(Map<ModelRoles, Catalog> catalogs) {

  static OfferList of(Path repository, Published published) throws IOException {
    Map<ModelRoles, Catalog> catalogs = new LinkedHashMap<>();
    for (ModelRoles model : published.models()) {
      catalogs.put(model, new CatalogReader(repository).read(published, model)
          .orElseGet(Catalog::empty));
    }
    return new OfferList(catalogs);
  }

  /** Adds the offers to a report. */
  void describe(ObjectNode json, List<String> lines, Instant now) {
    ArrayNode models = json.putArray("models");
    catalogs.forEach((model, catalog) -> {
      describe(catalog, models.addObject().put("model", model.model()), now);
      lines.add("model " + model.model() + ": " + (catalog.offers().isEmpty()
          ? "offers nothing"
          : catalog.offers()
              .stream()
              .map(offer -> offer.channel() + " " + offer.version())
              .sorted()
              .collect(Collectors.joining(", ")))
          + withdrawn(catalog.withdrawn()));
      catalog.rollouts()
          .forEach(rollout -> lines.add("      " + rollout.channel() + " rolls out "
              + new RolloutReport(rollout, now).summary()));
    });
  }

  static void describe(Catalog catalog, ObjectNode json, Instant now) {
    ObjectNode channels = json.putObject("channels");
    for (Offer offer : catalog.offers()) {
      channels.put(offer.channel(), offer.version().toString());
    }
    ArrayNode rollouts = json.putArray("rollouts");
    catalog.rollouts()
        .forEach(rollout -> new RolloutReport(rollout, now).addTo(rollouts.addObject()));
    ArrayNode withdrawn = json.putArray("withdrawn");
    catalog.withdrawn().stream().sorted().forEach(version -> withdrawn.add(version.toString()));
  }

  private static String withdrawn(Collection<Version> versions) {
    return versions.isEmpty()
        ? ""
        : "; withdrawn: " + versions.stream()
            .sorted()
            .map(Version::toString)
            .collect(Collectors.joining(", "));
  }
}
