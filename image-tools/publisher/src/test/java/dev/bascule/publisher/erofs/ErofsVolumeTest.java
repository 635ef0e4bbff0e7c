package dev.bascule.publisher.erofs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.lz4.Unpacker;
import dev.bascule.image.lz4.VolumeReader;
import dev.bascule.publisher.RealTool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes that mkfs.erofs made: what is found is held against the files that it packed. */
class ErofsVolumeTest {

  private static final int MIB = 1 << 20;
  private static final int TEXT = 8 << 20;

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path directory;
  @SuppressWarnings("NullAway.Init") // made before each test
  private String code;

  @BeforeEach
  void makeTree() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree/sub/directory"));
    byte[] library = Files.readAllBytes(
        Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so"));
    byte[] part = Arrays.copyOf(library, 3 * MIB + 1234);
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    Files.write(tree.resolve("code"), part);
    Files.write(tree.resolve("noise"), noise);
    for (int i = 0; i < 300; i++) {
      Files.writeString(tree.resolve("a-file-with-a-name-" + i), "again ".repeat(100 * i));
    }
    code = new String(part, ISO_8859_1);
  }

  /** Long and short clusters, entries of all three kinds, ends of files elsewhere. */
  @ParameterizedTest
  @ValueSource(strings = {"-zlz4hc,9 -C65536", "-zlz4hc,9", "-zlz4 -C16384",
      "-zlz4hc,9 -C65536 -E legacy-compress", "-zlz4hc,9 -E legacy-compress",
      "-zlz4hc,9 -C65536 -E ztailpacking", "-zlz4hc,9 -E ztailpacking",
      "-zlz4hc,9 -C65536 -E fragments"})
  void findsWhatIsPacked(String options) throws IOException {
    byte[] volume = volume(options);

    List<PackedCluster> clusters = ErofsVolume.clusters(reader(volume), volume.length);

    int ofCode = 0;
    for (PackedCluster cluster : clusters) {
      String text = unpacked(volume, cluster);
      boolean isCode = code.contains(text);
      assertThat(isCode || text.matches("(?s)[again ]*")).as("%s", cluster).isTrue();
      ofCode += isCode ? text.length() : 0;
    }
    assertThat(ofCode).isBetween(code.length() * 9 / 10, code.length());
  }

  @Test
  void findsNothingWhereNothingIsPacked() throws IOException {
    byte[] volume = volume("");
    byte[] noise = volume.clone();
    new Random(2).nextBytes(noise);

    assertThat(ErofsVolume.clusters(reader(volume), volume.length)).isEmpty();
    assertThat(ErofsVolume.clusters(reader(noise), noise.length)).isEmpty();
    assertThat(ErofsVolume.clusters(reader(noise), 1000)).isEmpty();
  }

  /** Whatever stands in the metadata, reading ends, and what is found is within the volume. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void comesToAnEndWhateverItReads(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] made = volume(seed % 2 == 0 ? "-zlz4hc,9 -C65536" : "-zlz4hc,9 -E legacy-compress");
    for (int round = 0; round < 200; round++) {
      byte[] volume = Arrays.copyOf(made, made.length - random.nextInt(made.length / 2));
      for (int i = 1 + random.nextInt(40); i > 0; i--) {
        // From the superblock on, and where inodes, names and indexes are.
        int at = Math.min(1024 + random.nextInt(2 << random.nextInt(17)), volume.length - 1);
        volume[at] = (byte) random.nextInt();
      }

      for (PackedCluster cluster : ErofsVolume.clusters(reader(volume), volume.length)) {
        assertThat(cluster.offset()).isNotNegative();
        assertThat(cluster.length()).isPositive();
        assertThat(cluster.end()).isLessThanOrEqualTo(volume.length);
      }
    }
  }

  private byte[] volume(String options) throws IOException {
    Path file = directory.resolve("volume");
    Files.deleteIfExists(file);
    String[] words = options.isEmpty() ? new String[0] : options.split(" ", -1);
    RealTool.require("mkfs.erofs")
        .run(words, "-T1", file.toString(), directory.resolve("tree").toString());
    return Files.readAllBytes(file);
  }

  private static String unpacked(byte[] volume, PackedCluster cluster) throws IOException {
    int from = (int) cluster.offset();
    while (volume[from] == 0) {
      from++;
    }
    ByteBuffer text = ByteBuffer.allocate(TEXT);
    int length = new Unpacker(reader(volume)).unpackAll(from, cluster.end(), text);
    return new String(text.array(), 0, length, ISO_8859_1);
  }

  private static VolumeReader reader(byte[] volume) {
    return (offset, target) -> target.put(volume, (int) offset, target.remaining());
  }
}
