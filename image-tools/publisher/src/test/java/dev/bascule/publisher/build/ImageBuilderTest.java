package dev.bascule.publisher.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.OperationTable;
import dev.bascule.image.tile.Repacking;
import dev.bascule.image.tile.SegmentReader;
import dev.bascule.image.tile.SourceReader;
import dev.bascule.image.tile.TileCodec;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.tile.TileTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageBuilderTest {

  private static final int TILE = TileLayout.DEFAULT_TILE_SIZE;
  private static final Version VERSION = Version.parse("1.2.3");

  @TempDir
  Path directory;

  /** Sizes at the borders of blocks and tiles. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4095, 4096, 4097, TILE - 1, TILE, TILE + 1, 9 * TILE + 12345})
  void buildsPayloadsThatGiveTheVolumeBack(int size) throws IOException {
    byte[] content = content(size);
    Path file = Files.write(directory.resolve("root.img"), content);

    ImageManifest image = build("out", file, Runtime.getRuntime().availableProcessors());

    VolumeImage volume = image.volumes().getFirst();
    byte[] padded = Arrays.copyOf(content, (size + 4095) / 4096 * 4096);
    assertThat(volume.size()).isEqualTo(padded.length);
    assertThat(volume.sha256()).isEqualTo(Sha256.digest(padded));
    assertThat(decode(directory.resolve("out"), volume)).isEqualTo(padded);
    assertThat(ManifestJson.decode(Files.readAllBytes(directory.resolve("out/image.json"))))
        .isEqualTo(image);
  }

  @Test
  void givesTheSameBytesHoweverManyProcessorsWork() throws IOException {
    Path file = Files.write(directory.resolve("root.img"), content(30 * TILE + 5));

    build("one", file, 1);
    build("four", file, 4);

    for (String name : List.of("image.json", "root.tiles", "root.full")) {
      assertThat(directory.resolve("four").resolve(name))
          .hasSameBinaryContentAs(directory.resolve("one").resolve(name));
    }
  }

  @Test
  void spendsNoDataOnZeros() throws IOException {
    Path file = Files.write(directory.resolve("root.img"), new byte[100 * TILE]);

    ImageManifest image = build("out", file, 2);

    assertThat(image.volumes().getFirst().full().orElseThrow().file().length())
        .isEqualTo(OperationTable.HEADER_LENGTH + 100);
  }

  @Test
  void refusesADirectoryWithSomethingInIt() throws IOException {
    Path file = Files.write(directory.resolve("root.img"), new byte[1]);

    assertThatThrownBy(() -> build(".", file, 1))
        .hasMessageContaining("expected an empty directory");
  }

  @Test
  void refusesAnEmptyVolume() throws IOException {
    Path file = Files.write(directory.resolve("root.img"), new byte[0]);

    assertThatThrownBy(() -> build("out", file, 1)).hasMessageContaining("is empty");
  }

  private ImageManifest build(String out, Path file, int threads) throws IOException {
    BuildSettings settings = new BuildSettings(TILE, 1 << 16, 3, threads, Set.of("root"), null,
        null, "seed", false);
    ImageDescription description = new ImageDescription("Product", VERSION,
        Instant.parse("2026-11-01T00:00:00Z"), List.of("board"), 3, 1, null, "notes");
    return new ImageBuilder(directory.resolve(out).normalize(), settings)
        .build(description, List.of(new VolumeSource("root", file)), bytes -> {});
  }

  /** Reads a volume back as a device would. */
  private static byte[] decode(Path out, VolumeImage volume) throws IOException {
    TileTable tiles = TileTable.decode(Files.readAllBytes(out.resolve("root.tiles")));
    Payload full = volume.full().orElseThrow();
    byte[] whole = new byte[(int) volume.size()];
    SourceReader own = (extent, target) -> target.put(
        whole, (int) extent.offset(), extent.length());
    try (InputStream stream = Files.newInputStream(out.resolve("root.full"));
        Repacking repacking = new Repacking(SourceReader.none());
        TileCodec codec = new TileCodec(own, repacking)) {
      SegmentReader reader = new SegmentReader(full.segments(), stream, 0);
      byte[] header = read(reader, OperationTable.HEADER_LENGTH);
      int length = OperationTable.decodeHeader(ByteBuffer.wrap(header), volume.layout());
      OperationTable operations = OperationTable.decode(
          ByteBuffer.wrap(read(reader, length)), volume.layout(), 0, full.file().length());
      byte[] tile = new byte[volume.layout().tileSize()];
      for (int i = 0; i < volume.layout().count(); i++) {
        Operation operation = operations.operation(i);
        codec.decode(operation, volume.layout().offset(i),
            read(reader, operation.dataLength()), tile,
            volume.layout().length(i));
        byte[] exact = Arrays.copyOf(tile, volume.layout().length(i));
        assertThat(Sha256.digest(exact)).isEqualTo(tiles.digest(i));
        System.arraycopy(exact, 0, whole, (int) volume.layout().offset(i), exact.length);
      }
    }
    return whole;
  }

  private static byte[] read(SegmentReader reader, int length) throws IOException {
    byte[] bytes = new byte[length];
    reader.read(bytes, 0, length);
    return bytes;
  }

  /** Half text-like, half random, with a hole. */
  private static byte[] content(int size) {
    byte[] content = new byte[size];
    Random random = new Random(size);
    random.nextBytes(content);
    for (int i = 0; i < size / 2; i++) {
      content[i] = (byte) ('a' + (content[i] & 3));
    }
    Arrays.fill(content, size * 3 / 4, size * 7 / 8, (byte) 0);
    return content;
  }
}
