package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.manifest.BaseVolume;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.publisher.delta.DeltaBuilder;
import dev.bascule.publisher.delta.ImageDelta;
import dev.bascule.publisher.delta.ImageFolder;
import dev.bascule.publisher.progress.ProgressTask;
import dev.bascule.publisher.progress.Size;
import dev.bascule.publisher.repository.ImageRelease;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Adds deltas to an image that was built. */
@Command(name = "delta",
    description = "Add deltas from an earlier image to one that was built: devices that run the earlier one download only what changed.",
    footer = {
        "",
        "An image that is published never changes: make its deltas before. bascule-image publish makes",
        "some from the newest published images by itself; make others here, say from an image that",
        "devices leave the factory with.",
        "",
        "Needs up to 1 GiB of memory and room beside the image for both raw images, whatever their size.",
        "",
        "Example:",
        "  bascule-image delta --image build/1.4.0 --from build/1.0.0"
    })
final class Delta extends Step {

  @Option(names = "--image", paramLabel = "DIR", required = true,
      description = "The image that gets deltas: a directory that bascule-image build wrote.")
  private Path image = Path.of("");

  @Option(names = "--from", paramLabel = "DIR", required = true,
      description = "An earlier image: a directory that bascule-image build wrote; may be given several times.")
  private List<Path> from = new ArrayList<>();

  @Option(names = "--level", paramLabel = "1-22", defaultValue = "19",
      description = "How hard to try (default: 19).")
  private int level;

  Delta(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    ImageDelta delta = new ImageDelta(DeltaBuilder.standard(level));
    ImageManifest manifest = ImageRelease.read(image).manifest();
    ObjectNode json = object().put("image", image.toString());
    ArrayNode described = json.putArray("deltas");
    List<String> lines = new ArrayList<>();
    for (Path directory : from) {
      ImageManifest earlier = ImageRelease.read(directory).manifest();
      try (ProgressTask task = progress().start("delta from " + earlier.version(),
          ImageDelta.work(earlier, manifest))) {
        manifest = delta.add(image, manifest, earlier, ImageFolder.built(directory), task);
      }
      describe(earlier, manifest, described, lines);
    }
    return Report.of(json, lines);
  }

  /** Says what the deltas from an earlier image came to. */
  static void describe(ImageManifest earlier, ImageManifest manifest, ArrayNode json,
      List<String> lines) {
    for (VolumeImage volume : manifest.volumes()) {
      Optional<Payload> delta = earlier.volume(volume.role())
          .flatMap(base -> volume.delta(BaseVolume.of(base)));
      if (delta.isPresent()) {
        long length = delta.get().file().length();
        long full = volume.full().map(payload -> payload.file().length()).orElse(0L);
        json.addObject()
            .put("role", volume.role())
            .put("from", earlier.version().toString())
            .put("bytes", length)
            .put("full_bytes", full);
        lines.add(String.format("delta      %-10s from %s: %s, full %s", volume.role(),
            earlier.version(), Size.of(length), Size.of(full)));
      }
    }
  }
}
