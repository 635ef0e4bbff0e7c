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
import dev.bascule.publisher.progress.Progress;
import dev.bascule.publisher.progress.ProgressTask;
import dev.bascule.publisher.progress.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said of an image when it is made, whatever its volumes are made from; and the making. */
final class ImageOptions {

  @Option(names = "--model", paramLabel = "MODEL", required = true,
      description = "A model that may take the image; may be given several times.")
  private List<String> models = new ArrayList<>();

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

  /** Where the image goes. */
  Path directory() {
    return directory;
  }

  /**
   * Makes the image.
   *
   * @param clock says when, if SOURCE_DATE_EPOCH does not
   * @throws IllegalArgumentException if the options make no sense
   */
  ImageManifest build(Version version, List<VolumeSource> sources,
      Progress progress, InstantSource clock) throws IOException {
    Set<String> roles = Set.copyOf(sources.stream().map(VolumeSource::role).toList());
    if (!roles.containsAll(verity)) {
      throw new IllegalArgumentException(
          "--verity: expected roles among " + roles + ", found " + verity);
    }
    String product = name == null ? models.getFirst() : name;
    BuildSettings settings = BuildSettings.defaults(product, version)
        .withLevel(level)
        .withVerity(Set.copyOf(verity), salt, uuid);
    settings = blocks ? settings.withBlocks() : settings;
    ImageDescription description = new ImageDescription(product, version, buildTime(clock), models,
        release, floor, minimumVersion == null ? null : Version.parse(minimumVersion), notes);
    long total = 0;
    for (VolumeSource source : sources) {
      total += Files.size(source.file());
    }
    try (ProgressTask task = progress.start("building " + product + " " + version,
        total * ImageBuilder.PASSES)) {
      return new ImageBuilder(directory, settings).build(description, sources, task);
    }
  }

  private static Instant buildTime(InstantSource clock) {
    String epoch = System.getenv("SOURCE_DATE_EPOCH");
    return epoch == null
        ? clock.instant().truncatedTo(ChronoUnit.SECONDS)
        : Instant.ofEpochSecond(Long.parseLong(epoch));
  }

  /** Adds what was made to a report. */
  void describe(ImageManifest image, ObjectNode json, List<String> lines) {
    String file = directory.resolve(ImageManifest.FILE_NAME).toString();
    json.put("image", file).put("version", image.version().toString());
    ArrayNode described = json.putArray("volumes");
    lines.add("image    " + file);
    for (VolumeImage volume : image.volumes()) {
      describe(volume, described.addObject(), lines);
    }
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
