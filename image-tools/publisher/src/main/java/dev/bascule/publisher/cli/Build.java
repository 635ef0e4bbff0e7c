package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.publisher.build.BuildSettings;
import dev.bascule.publisher.build.ImageBuilder;
import dev.bascule.publisher.build.ImageDescription;
import dev.bascule.publisher.build.VolumeSource;
import dev.bascule.publisher.progress.ProgressTask;
import dev.bascule.publisher.progress.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds an image from raw volumes. */
@Command(name = "build",
    description = "Build an image from raw volumes: manifest, tile tables, payloads. Nothing is signed yet.",
    footer = {
        "",
        "The same volumes and options give the same bytes; SOURCE_DATE_EPOCH sets the build time.",
        "",
        "Example: a root file system that the kernel verifies with dm-verity:",
        "  bascule-image build root=rootfs.erofs --verity root --model board --version 1.4.0 \\",
        "      --release 14 --out build/1.4.0"
    })
final class Build extends Step {

  @Parameters(paramLabel = "ROLE=FILE", arity = "1..*",
      description = "A volume: what the slots' device of this role is to hold.")
  private List<String> volumes = new ArrayList<>();

  @Option(names = "--model", paramLabel = "MODEL", required = true,
      description = "A model that may take the image; may be given several times.")
  private List<String> models = new ArrayList<>();

  @Option(names = "--version", paramLabel = "VERSION", required = true,
      description = "The image's semantic version, such as 1.4.0.")
  private String version = "";

  @Option(names = "--release", paramLabel = "N", required = true,
      description = "The release counter that anti-rollback goes by; higher with each release.")
  private long release;

  @Option(names = "--floor", paramLabel = "N", defaultValue = "0",
      description = "The lowest release that devices may go back to once this one is confirmed (default: 0, any).")
  private long floor;

  @Option(names = "--minimum-version", paramLabel = "VERSION",
      description = "The oldest version that may update to this one directly.")
  private @Nullable String minimumVersion;

  @Option(names = "--name", paramLabel = "NAME",
      description = "The product's name (default: the first model).")
  private @Nullable String name;

  @Option(names = "--notes", paramLabel = "TEXT", defaultValue = "",
      description = "What is new, for people.")
  private String notes = "";

  @Option(names = "--verity", paramLabel = "ROLE",
      description = "Sign a dm-verity hash tree for this volume; may be given several times.")
  private List<String> verity = new ArrayList<>();

  @Option(names = "--salt", paramLabel = "HEX",
      description = "The hash trees' salt (default: from name, version and role).")
  private @Nullable String salt;

  @Option(names = "--uuid", paramLabel = "UUID",
      description = "The hash trees' identifier (default: from name, version and role).")
  private @Nullable UUID uuid;

  @Option(names = "--blocks",
      description = "Add an index of each volume's blocks, 0.2 %% of its size, by which a device that no delta fits uses what its running slot has, wherever it stands.")
  private boolean blocks;

  @Option(names = "--level", paramLabel = "1-22", defaultValue = "19",
      description = "How hard zstd tries (default: 19).")
  private int level;

  @Option(names = "--out", paramLabel = "DIR", required = true,
      description = "Where the image goes: a directory that is empty or not there yet.")
  private Path directory = Path.of("");

  Build(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    ImageManifest image;
    try {
      image = build();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    ObjectNode json = object()
        .put("image", directory.resolve(ImageManifest.FILE_NAME).toString())
        .put("version", image.version().toString());
    ArrayNode described = json.putArray("volumes");
    List<String> lines = new ArrayList<>();
    lines.add("image    " + directory.resolve(ImageManifest.FILE_NAME));
    for (VolumeImage volume : image.volumes()) {
      describe(volume, described.addObject(), lines);
    }
    return Report.of(json, lines);
  }

  private ImageManifest build() throws IOException {
    List<VolumeSource> sources = volumes.stream().map(VolumeSource::parse).toList();
    Set<String> roles = Set.copyOf(sources.stream().map(VolumeSource::role).toList());
    if (!roles.containsAll(verity)) {
      throw new IllegalArgumentException(
          "--verity: expected roles among " + roles + ", found " + verity);
    }
    String product = name == null ? models.getFirst() : name;
    Version parsed = Version.parse(version);
    BuildSettings settings = BuildSettings.defaults(product, parsed)
        .withLevel(level)
        .withVerity(Set.copyOf(verity), salt, uuid);
    settings = blocks ? settings.withBlocks() : settings;
    ImageDescription description = new ImageDescription(product, parsed, buildTime(), models,
        release, floor, minimumVersion == null ? null : Version.parse(minimumVersion), notes);
    long total = 0;
    for (VolumeSource source : sources) {
      total += Files.size(source.file());
    }
    try (ProgressTask task = progress().start("building " + product + " " + parsed,
        total * ImageBuilder.PASSES)) {
      return new ImageBuilder(directory, settings).build(description, sources, task);
    }
  }

  private Instant buildTime() {
    String epoch = System.getenv("SOURCE_DATE_EPOCH");
    return epoch == null
        ? surroundings().clock().instant().truncatedTo(ChronoUnit.SECONDS)
        : Instant.ofEpochSecond(Long.parseLong(epoch));
  }

  private static void describe(VolumeImage volume, ObjectNode json, List<String> lines) {
    Payload full = volume.full().orElseThrow();
    json.put("role", volume.role())
        .put("size", volume.size())
        .put("sha256", volume.sha256().toString())
        .put("payload", full.file().length());
    lines.add(String.format("volume   %s  %s, as payload %s (%d %%)", volume.role(),
        Size.of(volume.size()), Size.of(full.file().length()),
        100 * full.file().length() / volume.size()));
    if (volume.verity() != null) {
      json.put("root_hash", volume.verity().rootHash().toString());
      lines.add("         root hash " + volume.verity().rootHash());
    }
  }
}
