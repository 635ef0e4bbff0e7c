package dev.bascule.publisher.fleet;

import dev.bascule.image.catalog.Catalog;
import dev.bascule.publisher.fleet.CatalogDifference.Change;
import dev.bascule.publisher.repository.CatalogReader;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.Published;
import dev.bascule.publisher.repository.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What would have to change so that a repository publishes what a file says.
 *
 * @param steps one for each model that has a catalogue or is in the file
 */
public record FleetPlan(List<Step> steps) {

  public FleetPlan {
    steps = List.copyOf(steps);
  }

  /**
   * One model's part.
   *
   * @param before the catalogue that is published
   * @param after the one that the file asks for
   */
  public record Step(ModelRoles model, Catalog before, Catalog after, List<Danger> dangers) {

    public Step {
      dangers = List.copyOf(dangers);
    }

    /** What differs. */
    public List<Change> changes() {
      return CatalogDifference.between(before, after);
    }
  }

  /**
   * Compares a file with what is published.
   *
   * @throws RefusedException if the file names a model that the repository has no roles for
   */
  public static FleetPlan of(FleetFile file, Path repository, Published published, Instant now)
      throws IOException {
    CatalogReader reader = new CatalogReader(repository);
    List<Step> steps = new ArrayList<>();
    Set<String> missing = new HashSet<>(file.models().keySet());
    for (ModelRoles model : published.models()) {
      Catalog before = reader.read(published, model).orElseGet(Catalog::empty);
      Catalog after = file.catalog(model, before, now);
      boolean inFile = missing.remove(model.model());
      steps.add(new Step(model, before, after,
          DangerSearch.of(model.model(), before, after, inFile, now)));
    }
    if (!missing.isEmpty()) {
      throw new RefusedException(RefusedException.Reason.NO_SUCH_MODEL,
          String.join(", ", missing.stream().sorted().toList())
              + ": is in the file, but the repository has no such model; add it with: "
              + "bascule-image model set");
    }
    return new FleetPlan(steps);
  }

  /** Whether anything would change. */
  public boolean changes() {
    return steps.stream().anyMatch(step -> !step.changes().isEmpty());
  }

  /** All that may not be meant. */
  public List<Danger> dangers() {
    return steps.stream().flatMap(step -> step.dangers().stream()).toList();
  }
}
