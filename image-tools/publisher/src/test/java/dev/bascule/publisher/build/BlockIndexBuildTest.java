package dev.bascule.publisher.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.tile.BlockIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockIndexBuildTest {

  @TempDir
  Path directory;

  @Test
  void listsAnIndexOfEachBlockAmongThePayloads() throws IOException {
    byte[] content = new byte[600 * 4096];
    new Random(1).nextBytes(content);

    ImageManifest image = build(BuildSettings.defaults("Product", Version.parse("1.0.0"))
        .withLevel(3)
        .withBlocks(), content);

    Payload blocks = ManifestJson.decode(ManifestJson.encode(image))
        .volumes()
        .getFirst()
        .blocks()
        .orElseThrow();
    byte[] file = Files.readAllBytes(directory.resolve("image/root.blocks"));
    assertThat(Sha256.digest(file)).isEqualTo(blocks.file().sha256());
    BlockIndex index = BlockIndex.decode(file, content.length);
    for (int block = 0; block < 600; block++) {
      byte[] digest =
          Sha256.digest(Arrays.copyOfRange(content, block * 4096, (block + 1) * 4096)).bytes();
      assertThat(index.hash(block)).isEqualTo(ByteBuffer.wrap(digest).getLong());
    }
  }

  @Test
  void makesNoneUnasked() throws IOException {
    ImageManifest image = build(
        BuildSettings.defaults("Product", Version.parse("1.0.0")).withLevel(3), new byte[8192]);

    assertThat(image.volumes().getFirst().blocks()).isEmpty();
    assertThat(directory.resolve("image/root.blocks")).doesNotExist();
  }

  private ImageManifest build(BuildSettings settings, byte[] content) throws IOException {
    Path volume = Files.write(directory.resolve("volume"), content);
    ImageDescription description = new ImageDescription("Product", Version.parse("1.0.0"),
        Instant.EPOCH, List.of("board"), 1, 0, null, "");
    return new ImageBuilder(directory.resolve("image"), settings)
        .build(description, List.of(new VolumeSource("root", volume)), bytes -> {});
  }
}
