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
import picocli.CommandLine.Option;

/** Which deltas images get before they are published. */
final class DeltaOptions {

  private static final int MOST = 16;

  @Option(names = "--deltas", paramLabel = "N", defaultValue = "3",
      description = "Make deltas from so many of the newest published images that are older, where there is none yet (default: 3). Devices that run one of them download only what changed.")
  private int bases;

  @Option(names = "--no-delta", description = "Make no delta: as --deltas 0.")
  private boolean none;

  @Option(names = "--delta-level", paramLabel = "1-22", defaultValue = "19",
      description = "How hard to try to make them small (default: 19).")
  private int level;

  /** Adds deltas to an image whose manifest nobody has signed yet, and reads the image again. */
  ImageRelease add(ImageRelease image, Path repository, Published published, ModelRoles model,
      Progress progress, ObjectNode json, List<String> lines) throws IOException {
    if (bases < 0 || bases > MOST) {
      throw new IllegalArgumentException("--deltas: expected 0 to " + MOST + ", found " + bases);
    }
    ImageManifest manifest = image.manifest();
    for (PublishedImage found : PublishedImage.readNewestBefore(
        repository, published, model, manifest.version(), none ? 0 : bases)) {
      ImageManifest from = found.manifest();
      long work = ImageDelta.work(from, manifest);
      if (work > 0) {
        try (ProgressTask task = progress.start("delta from " + from.version(), work)) {
          manifest = new ImageDelta(DeltaBuilder.standard(level)).add(image.directory(), manifest,
              from, ImageFolder.published(found.directory()), task);
        }
        Delta.describe(from, manifest, json.withArray("/deltas"), lines);
      }
    }
    return ImageRelease.read(image.directory());
  }
}
