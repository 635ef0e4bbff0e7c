package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.publisher.fleet.CatalogDifference.Change;
import dev.bascule.publisher.fleet.Danger;
import dev.bascule.publisher.fleet.FleetPlan;
import dev.bascule.publisher.repository.CatalogCheck;
import dev.bascule.publisher.repository.ModelImages;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.Published;
import dev.bascule.publisher.repository.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan in words and in JSON, and whether it can be done. */
record FleetOutline(FleetPlan plan, Path repository, Published published) {

  /** Adds what differs to a report. */
  void describe(ObjectNode json, List<String> lines) {
    json.put("changed", plan.changes());
    ArrayNode changes = json.putArray("changes");
    for (FleetPlan.Step step : plan.steps()) {
      String model = step.model().model();
      for (Change change : step.changes()) {
        addTo(changes.addObject().put("model", model), change);
        lines.add(model + "  " + change);
      }
    }
    ArrayNode dangers = json.putArray("dangers");
    for (Danger danger : plan.dangers()) {
      dangers.addObject()
          .put("kind", danger.kind().toString())
          .put("model", danger.model())
          .put("channel", danger.channel())
          .put("message", danger.message());
    }
  }

  /** Adds one fact that differs. */
  static void addTo(ObjectNode json, Change change) {
    json.put("channel", change.channel())
        .put("what", change.what())
        .put("before", change.before())
        .put("after", change.after());
  }

  /** Why it cannot be done, one for each model at most. */
  List<RefusedException> refusals() throws IOException {
    List<RefusedException> refusals = new ArrayList<>();
    for (FleetPlan.Step step : plan.steps()) {
      try {
        requirePossible(step);
      } catch (RefusedException e) {
        refusals.add(e);
      }
    }
    return refusals;
  }

  /**
   * Refuses what cannot be done, and what may not be meant.
   *
   * @param accepted whether somebody has looked at the dangers
   */
  void require(boolean accepted) throws IOException {
    for (RefusedException refusal : refusals()) {
      throw refusal;
    }
    if (!accepted && !plan.dangers().isEmpty()) {
      throw new RefusedException(RefusedException.Reason.DANGEROUS, plan.dangers()
          .stream()
          .map(Danger::toString)
          .collect(Collectors.joining("\n  ", plan.dangers().size() == 1
              ? "a danger that nobody has accepted: "
              : "dangers that nobody has accepted:\n  ",
              "\nIf that is meant: "
                  + "--accept-dangers")));
    }
  }

  private void requirePossible(FleetPlan.Step step) throws IOException {
    ModelImages images = images(step.model());
    Catalog before = step.before();
    Catalog after = step.after();
    new CatalogCheck(step.model(), images::has).require(after, before.withdrawn());
    for (Offer offer : after.offers()) {
      if (offer.recall()) {
        for (Version version : after.withdrawn()) {
          boolean fresh = !before.withdrawn().contains(version) || !before.offers().contains(offer);
          if (fresh && version.newerThan(offer.version())) {
            images.requireWayBack(version, offer.version());
          }
        }
      }
    }
  }

  /** What to tell somebody who lets devices have a version. */
  List<String> advice() throws IOException {
    List<String> advice = new ArrayList<>();
    for (FleetPlan.Step step : plan.steps()) {
      ModelImages images = images(step.model());
      SortedSet<Version> fresh = new TreeSet<>(versions(step.after()).toList());
      fresh.removeAll(versions(step.before()).toList());
      for (Version version : fresh) {
        Optional<ImageManifest> manifest = images.manifest(version);
        if (manifest.isPresent()) {
          advice.addAll(images.advice(manifest.get(), images::has, step.after().withdrawn()));
        }
      }
    }
    return advice;
  }

  private static Stream<Version> versions(Catalog catalog) {
    return Stream.concat(catalog.offers().stream().map(Offer::version),
        catalog.rollouts().stream().map(Rollout::version));
  }

  private ModelImages images(ModelRoles model) {
    return new ModelImages(repository, published, model);
  }
}
