package dev.bascule.publisher.cli;

import dev.bascule.image.catalog.Offer;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.publisher.progress.ProgressTask;
import dev.bascule.publisher.repository.ImageRelease;
import dev.bascule.publisher.repository.ModelRoles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes images, and offers the last of them if a channel is named. */
@Command(name = "publish",
    description = "Publish an image that was built, and offer it to a channel. Devices on that channel take it from now on; to begin with few of them, see bascule-image rollout start.",
    footer = {
        "", "Example: version 1.4.0 for everybody on the channel stable:",
        "  bascule-image publish --repo repository --model board --image build/1.4.0 \\",
        "      --channel stable --keys images.key rollout.key online.key",
        "", "Example: publish now, offer later with bascule-image offer, by someone else:",
        "  bascule-image publish --repo repository --model board --image build/1.4.0 \\",
        "      --keys images.key online.key"})
final class Publish extends PublishingStep {

  @Option(names = "--model", paramLabel = "MODEL", required = true,
      description = "The model that the image is for.")
  private ModelRoles model = new ModelRoles("model");

  @Option(names = "--image", paramLabel = "DIR", required = true,
      description = "A directory that bascule-image build wrote; may be given several times.")
  private List<Path> images = new ArrayList<>();

  @Option(names = "--channel", paramLabel = "CHANNEL",
      description = "The channel that shall offer it; of several images, the last.")
  private @Nullable String channel;

  @Option(names = "--signed", paramLabel = "FILE",
      description = "The draft of the model's images that enough people have signed (see draft), where their keys are not at hand.")
  private @Nullable Path signed;

  @Mixin
  private DeltaOptions deltas = new DeltaOptions();

  Publish(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(Change change) throws IOException {
    if (signed != null) {
      change.edition().adopt(model.images(), DraftFile.read(signed));
    }
    ImageRelease last = null;
    for (Path directory : images) {
      last = readWithDelta(change, directory);
      String version = last.manifest().version().toString();
      try (ProgressTask task = progress().start("copying " + version, last.length())) {
        change.repository().addImage(change.edition(), model, last, task);
      }
      change.lines().add("image      " + model.model() + " " + version);
      change.json().withArray("/images").add(version);
    }
    if (channel != null && last != null) {
      offer(change, channel, last);
    }
  }

  /** An image whose list others have signed is published as it is: with the deltas that it was drafted with. */
  private ImageRelease readWithDelta(Change change, Path directory) throws IOException {
    ImageRelease image = ImageRelease.read(directory);
    return signed != null || isPublished(change, image)
        ? image
        : deltas.add(image, repository(), change.base(), model, progress(), change.json(),
            change.lines());
  }

  private boolean isPublished(Change change, ImageRelease image) {
    String path = model.imagePath(image.manifest().version(), ImageManifest.FILE_NAME);
    return change.base()
        .role(model.images())
        .filter(role -> role.targets().containsKey(path))
        .isPresent();
  }

  private void offer(Change change, String channel, ImageRelease last) throws IOException {
    CatalogChange catalog = new CatalogChange(change, repository(), model);
    catalog.advice(last.manifest()).forEach(this::warn);
    catalog.offer(new Offer(channel, last.manifest().version()));
  }
}
