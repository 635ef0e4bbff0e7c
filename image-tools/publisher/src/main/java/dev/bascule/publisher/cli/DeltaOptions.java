package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.publisher.delta.DeltaBuilder;
import dev.bascule.publisher.delta.ImageDelta;
import dev.bascule.publisher.delta.ImageFolder;
import dev.bascule.publisher.progress.Progress;
import dev.bascule.publisher.progress.ProgressTask;
import dev.bascule.publisher.repository.ImageRelease;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.Published;
import dev.bascule.publisher.repository.PublishedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether images get a delta from the newest published one before they are published. */
final class DeltaOptions {

  @Option(names = "--no-delta",
      description = "Make no delta from the newest published image that is older (made where the image has none yet).")
  private boolean none;

  @Option(names = "--delta-level", paramLabel = "1-22", defaultValue = "19",
      description = "How hard to try to make that delta small (default: 19).")
  private int level;

  /** Adds a delta to an image whose manifest nobody has signed yet, and reads the image again. */
  ImageRelease add(ImageRelease image, Path repository, Published published, ModelRoles model,
      Progress progress, ObjectNode json, List<String> lines) throws IOException {
    if (none) {
      return image;
    }
    Optional<PublishedImage> found = PublishedImage.readNewestBefore(
        repository, published, model, image.manifest().version());
    if (found.isEmpty()) {
      return image;
    }
    ImageManifest from = found.get().manifest();
    long work = ImageDelta.work(from, image.manifest());
    if (work == 0) {
      return image;
    }
    ImageManifest changed;
    try (ProgressTask task = progress.start("delta from " + from.version(), work)) {
      changed = new ImageDelta(DeltaBuilder.standard(level)).add(image.directory(),
          image.manifest(), from, ImageFolder.published(found.get().directory()), task);
    }
    Delta.describe(from, changed, json.withArray("/deltas"), lines);
    return ImageRelease.read(image.directory());
  }
}
