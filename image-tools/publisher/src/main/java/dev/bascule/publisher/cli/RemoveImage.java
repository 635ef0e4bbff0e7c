package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.bascule.image.Version;
import dev.bascule.publisher.repository.ImageRemoval;
import dev.bascule.publisher.repository.ModelRoles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Option(names = "--signed", paramLabel = "FILE",
      description = "The draft that enough people have signed (see draft --remove), where their keys are not at hand.")
  private @Nullable Path signed;

  @Mixin
  private RemovalOptions options = new RemovalOptions();

  RemoveImage(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(Change change) throws IOException {
    ImageRemoval removal =
        ImageRemoval.of(repository(), change.base(), model, knownRoot());
    if (signed == null) {
      removal.remove(change.edition(), versions, options.withdrawnFor(), now());
    } else {
      removal.adopt(change.edition(), DraftFile.read(signed), versions, options.withdrawnFor(),
          now());
    }
    ArrayNode removed = change.json().put("model", model.model()).putArray("removed");
    for (Version version : versions) {
      removed.add(version.toString());
      change.lines()
          .add("removed    " + model.model() + " " + version
              + "; its files stay until: bascule-image mirror … --prune");
    }
  }
}
