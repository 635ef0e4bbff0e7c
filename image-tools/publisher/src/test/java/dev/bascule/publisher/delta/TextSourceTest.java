package dev.bascule.publisher.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.lz4.Unpacking;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.TileLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest {

  private static final int MIB = 1 << 20;
  private static final int VOLUME = 17 * MIB;
  private static final int SHORT = 25 * 4096;

  @TempDir
  Path directory;

  /** Two texts of noise, which LZ4 makes longer: a stretch across their border needs both, more than a device reads for a tile. */
  @Test
  void leavesAloneWhatTakesMoreThanADeviceReads() throws IOException {
    byte[] noise = new byte[PackedTexts.TEXT];
    new Random(1).nextBytes(noise);
    ByteBuffer volume = ByteBuffer.allocate(VOLUME).order(ByteOrder.LITTLE_ENDIAN);
    volume.putInt(0x184c2102);
    putLiterals(volume, noise, PackedTexts.TEXT);
    putLiterals(volume, noise, MIB);
    Path file = Files.write(directory.resolve("volume"), volume.array());

    try (RawVolume raw = RawVolume.open(file, new TileLayout(VOLUME, 1 << 18));
        PackedTexts texts = PackedTexts.find(raw, directory)) {
      assertThat(texts.in(0, VOLUME)).hasSize(2);
      assertThat(find(texts, PackedTexts.TEXT - MIB / 2)).isEmpty();
      assertThat(find(texts, PackedTexts.TEXT)).hasValueSatisfying(
          source -> assertThat(source.bytes()).isEqualTo(Arrays.copyOf(noise, MIB)));
    }
  }

  /** Three short texts: what is like the first and the third is made of these, and nothing is unpacked of the second. */
  @Test
  void takesPiecesOfShortTexts() throws IOException {
    byte[] noise = new byte[SHORT];
    new Random(2).nextBytes(noise);
    ByteBuffer volume = ByteBuffer.allocate(VOLUME).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 3; i++) {
      volume.putInt(0x184c2102);
      putLiterals(volume, noise, SHORT);
    }
    Path file = Files.write(directory.resolve("volume"), volume.array());

    try (RawVolume raw = RawVolume.open(file, new TileLayout(VOLUME, 1 << 18));
        PackedTexts texts = PackedTexts.find(raw, directory)) {
      Optional<TextSource> found = TextSource.find(texts,
          List.of(new Match(Extent.Space.OLD, 0, 4096, 2 * SHORT, 9),
              new Match(Extent.Space.OLD, 5000, 9000, 0, 5)),
          0);

      assertThat(found).hasValueSatisfying(source -> {
        assertThat(source.unpackings()).containsExactly(
            new Unpacking(8, 1, 2, 1), new Unpacking(volumeOffset(2), 0, 1, 2 * SHORT / 4096));
        assertThat(source.bytes()).startsWith(Arrays.copyOfRange(noise, 4096, 3 * 4096))
            .endsWith(Arrays.copyOf(noise, 4096));

        TextSource part = source.only(List.of(new UsedBlocks.Part(0, 1, 1)));
        assertThat(part.unpackings()).containsExactly(new Unpacking(8, 2, 1, 2));
        assertThat(part.extents().extents())
            .containsExactly(source.extents().extents().getFirst());
        assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(noise, 2 * 4096, 3 * 4096));
      });
    }
  }

  /** Where in its block the packed text of a stream begins, behind its mark and its length. */
  private static int volumeOffset(int stream) {
    int literals = 1 + (SHORT - 15) / 255 + 1 + SHORT;
    return (stream * (8 + literals) + 8) % 4096;
  }

  /** What is found for a text of a mebibyte that is like the base's from a place on. */
  private static Optional<TextSource> find(PackedTexts texts, int place)
      throws IOException {
    return TextSource.find(
        texts, List.of(new Match(Extent.Space.OLD, 0, MIB, place, 9)), 0);
  }

  /** A block of LZ4 that is one sequence without a match. */
  private static void putLiterals(ByteBuffer volume, byte[] content, int length) {
    int lengthAt = volume.position();
    volume.putInt(0).put((byte) 0xf0);
    int rest = length - 15;
    for (; rest >= 255; rest -= 255) {
      volume.put((byte) 255);
    }
    volume.put((byte) rest).put(content, 0, length);
    volume.putInt(lengthAt, volume.position() - lengthAt - Integer.BYTES);
  }
}
