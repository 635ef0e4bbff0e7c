package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.tuf.Authority;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Targets;
import dev.bascule.publisher.key.KeyRing;
import dev.bascule.publisher.repository.ClockCheck;
import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.Edition;
import dev.bascule.publisher.repository.ImageRelease;
import dev.bascule.publisher.repository.ImageRemoval;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.Published;
import dev.bascule.publisher.repository.Signing;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Drafts what the holders of a model's image keys shall sign. */
@Command(name = "draft",
    description = "Draft the list of a model's images for people to sign elsewhere, each on a computer without network. Nothing is published.",
    footer = {
        "", "Example: two people sign, then it is published without their keys:",
        "  bascule-image draft --repo repository --model board --image build/1.4.0 --out images.json",
        "  bascule-image sign images.json --image build/1.4.0 --model board --keys alice.key",
        "  bascule-image sign images.json --image build/1.4.0 --model board --keys bob.key",
        "  bascule-image publish --repo repository --model board --image build/1.4.0 \\",
        "      --signed images.json --channel stable --keys rollout.key online.key"})
final class Draft extends Step {

  @Mixin
  private ReadRepositoryOption repository = new ReadRepositoryOption();

  @Option(names = "--model", paramLabel = "MODEL", required = true,
      description = "The model that the image is for.")
  private ModelRoles model = new ModelRoles("model");

  @Option(names = "--image", paramLabel = "DIR",
      description = "A directory that bascule-image build wrote; may be given several times.")
  private List<Path> images = new ArrayList<>();

  @Option(names = "--remove", paramLabel = "VERSION",
      description = "A withdrawn version that the list shall not have any more (see remove); may be given several times.")
  private List<Version> removed = new ArrayList<>();

  @Mixin
  private RemovalOptions removal = new RemovalOptions();

  @Option(names = "--out", paramLabel = "FILE", required = true,
      description = "Where the draft goes; must not exist.")
  private Path out = Path.of("");

  @Mixin
  private KnownRootOption root = new KnownRootOption();

  @Mixin
  private KeyOptions keys = new KeyOptions();

  @Mixin
  private DeltaOptions deltas = new DeltaOptions();

  @Mixin
  private LifetimeOptions lifetimes = new LifetimeOptions();

  @Mixin
  private ClockOption clock = new ClockOption();

  Draft(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    if (images.isEmpty() == removed.isEmpty()) {
      throw new IllegalArgumentException("expected either --image or --remove");
    }
    if (Files.exists(out)) {
      throw new FileAlreadyExistsException(out.toString());
    }
    Published published = Published.read(repository.directory(), root.read());
    root.warnIfNotGiven(repository.directory(), published, this::warn);
    Instant now = surroundings().clock().instant();
    clock.require(ClockCheck.OF_REPOSITORY, now, published.roles().values());
    ObjectNode made = object();
    List<String> lines = new ArrayList<>();
    try (KeyRing ring = keys.open(surroundings())) {
      Edition edition = new Edition(published,
          new Signing(ring, lifetimes.read(), now));
      for (Path directory : images) {
        edition.listImage(model,
            deltas.add(ImageRelease.read(directory), repository.directory(), published,
                model, progress(), made, lines));
      }
      if (!removed.isEmpty()) {
        ImageRemoval.of(repository.directory(), published, model, root.read())
            .remove(edition, removed, removal.withdrawnFor(), now);
      }
      Document draft = edition.draft(model.images());
      new DraftFile(out).write(draft);
      return report(draft, published.authority(model.images()), made, lines);
    }
  }

  private Report report(Document draft, Authority authority, ObjectNode json, List<String> lines)
      throws JsonException {
    SignedMetadata<Targets> metadata = draft.as(MetadataKind.TARGETS);
    json.put("draft", out.toString())
        .put("role", model.images())
        .put("version", metadata.content().version())
        .put("complete", authority.count(metadata).met());
    lines.add(out + ": " + model.images() + " version " + metadata.content().version()
        + ", expires " + metadata.content().expires());
    lines.add("signatures: " + authority.count(metadata));
    lines.add("now each holder of an images key runs: bascule-image sign " + out
        + " --keys NAME.key");
    return Report.of(json, lines);
  }
}
