package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.publisher.build.VolumeSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Option(names = "--version", paramLabel = "VERSION", required = true,
      description = "The image's semantic version, such as 1.4.0.")
  private String version = "";

  @Mixin
  private ImageOptions image = new ImageOptions();

  Build(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    ImageManifest built;
    try {
      built =
          image.build(Version.parse(version), volumes.stream().map(VolumeSource::parse).toList(),
              progress(), surroundings().clock());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    ObjectNode json = object();
    List<String> lines = new ArrayList<>();
    image.describe(built, json, lines);
    return Report.of(json, lines);
  }
}
