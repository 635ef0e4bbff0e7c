package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.tuf.Metadata;
import dev.bascule.publisher.bundle.BundleMaker;
import dev.bascule.publisher.bundle.BundledImage;
import dev.bascule.publisher.progress.Size;
import dev.bascule.publisher.repository.CatalogReader;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.Published;
import dev.bascule.publisher.repository.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts into one file what a device without a network needs. */
@Command(name = "bundle",
    description = "Make one file of what devices need to install some images: for a stick, or any other way round the network. "
        + "The devices' own client verifies it before it is there.",
    footer = {"",
        "Example: what every channel offers at the moment:",
        "  bascule-image bundle --repo repository --out update.bascule", "",
        "A device takes it with:",
        "  bascule install /media/stick/update.bascule"})
final class Bundle extends Step {

  @Option(names = "--repo", paramLabel = "DIR", required = true,
      description = "The repository's directory.")
  private Path repository = Path.of("");

  @Option(names = "--out", paramLabel = "FILE", required = true,
      description = "The bundle, its name by custom with .bascule at the end. A file of that name is replaced.")
  private Path out = Path.of("");

  @Option(names = "--model", paramLabel = "MODEL",
      description = "Images of this model (default: of all). Can be given again.")
  private List<ModelRoles> models = new ArrayList<>();

  @Option(names = "--version", paramLabel = "VERSION",
      description = "This version (default: what the model's channels offer). Can be given again.")
  private List<Version> versions = new ArrayList<>();

  Bundle(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    Instant now = surroundings().clock().instant();
    Published published = Published.read(repository);
    published.requireRoot(now);
    List<BundledImage> images = images(published);
    BundleMaker.Made made = new BundleMaker(repository, now).make(out, images, progress());
    Metadata first = published.roles()
        .values()
        .stream()
        .min(Comparator.comparing(Metadata::expires))
        .orElseThrow();
    ObjectNode json = object().put("bundle", out.toString())
        .put("bytes", made.length())
        .put("sha256", made.sha256().toString())
        .put("files", made.index().files().size())
        .put("expires", first.expires().toString());
    ArrayNode listed = json.putArray("images");
    images.forEach(image -> listed.addObject()
        .put("model", image.model().model())
        .put("version", image.version().toString()));
    List<String> lines = new ArrayList<>();
    images.forEach(image -> lines.add("image    " + image));
    lines.add("bundle   " + out + ", " + Size.of(made.length()) + ", SHA-256 " + made.sha256());
    lines.add("good     until " + first.expires()
        + "; after that devices take it only with --allow-expired");
    return Report.of(json, lines);
  }

  /** What the bundle shall hold: models in order of their names, versions from the oldest. */
  private List<BundledImage> images(Published published) throws IOException {
    List<BundledImage> images = new ArrayList<>();
    List<ModelRoles> wanted = models.isEmpty() ? published.models() : models;
    for (ModelRoles model : wanted.stream()
        .sorted(Comparator.comparing(ModelRoles::model))
        .distinct()
        .toList()) {
      published.authority(model.rollout());
      Catalog catalog = new CatalogReader(repository).read(published, model)
          .orElseThrow(() -> new RefusedException(RefusedException.Reason.NO_SUCH_IMAGE,
              model.model() + ": has no catalogue yet; publish an image first: "
                  + "bascule-image publish"));
      SortedSet<Version> offered = new TreeSet<>(catalog.offers()
          .stream()
          .map(Offer::version)
          .toList());
      SortedSet<Version> chosen = versions.isEmpty() ? offered : new TreeSet<>(versions);
      for (Version version : chosen) {
        images.add(image(published, model, version));
        if (!offered.contains(version)) {
          warn(model.model() + " " + version + " is offered by no channel: devices take it only "
              + "when it is asked for by name: bascule install FILE " + version);
        }
      }
    }
    if (images.isEmpty()) {
      throw new RefusedException(RefusedException.Reason.NO_SUCH_IMAGE,
          "no channel offers anything; name what you want with --version");
    }
    return images;
  }

  private static BundledImage image(Published published, ModelRoles model, Version version)
      throws RefusedException {
    BundledImage image = new BundledImage(model, version);
    String path = image.manifestPath();
    boolean there = published.role(model.images())
        .filter(role -> role.targets().containsKey(path))
        .isPresent();
    if (!there) {
      throw new RefusedException(RefusedException.Reason.NO_SUCH_IMAGE,
          image + ": the repository has no such image; bascule-image inspect shows which it has");
    }
    return image;
  }
}
