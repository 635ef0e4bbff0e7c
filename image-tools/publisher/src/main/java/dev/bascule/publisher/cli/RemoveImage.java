package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.publisher.repository.CatalogReader;
import dev.bascule.publisher.repository.History;
import dev.bascule.publisher.repository.ImageRemoval;
import dev.bascule.publisher.repository.ModelImages;
import dev.bascule.publisher.repository.ModelRoles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes images off the list of what is published. */
@Command(name = "remove",
    description = "Take a withdrawn version off the list of images, so that bascule-image mirror --prune can drop its files from stores. "
        + "Refused while a channel offers it, or another image's deltas lead through it.",
    footer = {
        "", "Example: with the keys of the images' role, a week after it was withdrawn:",
        "  bascule-image remove --repo repository --model board --version 1.0.0 \\",
        "      --keys images.key online.key"})
final class RemoveImage extends PublishingStep {

  @Option(names = "--model", paramLabel = "MODEL", required = true, description = "The model.")
  private ModelRoles model = new ModelRoles("model");

  @Option(names = "--version", paramLabel = "VERSION", required = true,
      description = "The version; may be given several times.")
  private List<Version> versions = new ArrayList<>();

  @Option(names = "--withdrawn-for", paramLabel = "SPAN", defaultValue = "7d",
      description = "How long it must have been withdrawn (default: 7d): longer than any device may take to read it.")
  private Duration withdrawnFor = Duration.ofDays(7);

  RemoveImage(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(Change change) throws IOException {
    Catalog catalog = new CatalogReader(repository()).read(change.base(), model)
        .orElseGet(Catalog::empty);
    new ImageRemoval(new ModelImages(repository(), change.base(), model), catalog,
        History.read(repository(), knownRoot()))
        .remove(change.edition(), versions, withdrawnFor, now());
    ArrayNode removed = change.json().put("model", model.model()).putArray("removed");
    for (Version version : versions) {
      removed.add(version.toString());
      change.lines()
          .add("removed    " + model.model() + " " + version
              + "; its files stay until: bascule-image mirror … --prune");
    }
  }
}
