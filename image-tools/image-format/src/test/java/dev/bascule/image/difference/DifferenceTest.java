package dev.bascule.image.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DifferenceTest {

  private static final int BLOCK = DifferenceSource.BLOCK;

  /** Each seed is another source, another alignment of another tile to it, and other blocks: every kind of column. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
  void decodesWhatItEncodes(long seed) throws MalformedDifferenceException {
    Random random = new Random(seed);
    DifferenceSource source = source(random, random.nextInt(20));
    byte[] tile = new byte[1 + random.nextInt(70_000)];
    int[] alignment = new int[tile.length];
    make(random, source, tile, alignment);
    int address = random.nextInt();

    for (boolean branches : new boolean[]{false, true}) {
      byte[] data = encode(source, address, tile, alignment, branches);

      assertThat(decode(source, address, data, tile.length)).isEqualTo(tile);
    }
  }

  @Test
  void tellsOncePerTargetWhereBranchesLeadTo() throws MalformedDifferenceException {
    Random random = new Random(1);
    byte[] code = new byte[64 * BLOCK];
    byte[] moved = code.clone();
    for (int at = 100; at + 8 < code.length; at += 8 + random.nextInt(60)) {
      // A call to one of seven functions, which have moved by 64 bytes each.
      int target = 0x10_0000 * (1 + at % 7);
      code[at] = (byte) 0xe8;
      Branch.write(code, at + 1, target - (at + 1));
      moved[at] = (byte) 0xe8;
      Branch.write(moved, at + 1, target + 64 - (at + 1));
    }
    DifferenceSource source = new DifferenceSource(direct(code), blocks(code.length, 0));
    int[] alignment = new int[moved.length];
    Arrays.setAll(alignment, i -> i);

    byte[] plain = encode(source, 0, moved, alignment, false);
    byte[] branches = encode(source, 0, moved, alignment, true);

    assertThat(branches.length).isLessThan(plain.length / 10);
    assertThat(decode(source, 0, branches, moved.length)).isEqualTo(moved);
  }

  /**
   * Made by hand. The columns are too short to be compressed, so that no version of zstd has a part in it: flags, eight pairs
   * of lengths; 1 literal, 22 bytes copied, a distance of 2 (zigzag 4), the literal, and a change of 1 after 5 right bytes.
   */
  @Test
  void hasTheSameBytesOnEveryMachine() throws MalformedDifferenceException {
    byte[] text = Arrays.copyOf("The quick brown fox jumps over the lazy dog."
        .getBytes(StandardCharsets.US_ASCII), BLOCK);
    DifferenceSource source = new DifferenceSource(direct(text), new int[]{7});
    byte[] tile = "A quicl brown fox jumps".getBytes(StandardCharsets.US_ASCII);
    int[] alignment = new int[tile.length];
    Arrays.setAll(alignment, i -> i < 1 ? DifferenceEncoder.LITERAL : i + 2);

    byte[] data = encode(source, 0, tile, alignment, false);

    assertThat(data).asHexString()
        .isEqualTo(HexFormat.of()
            .withUpperCase()
            .formatHex(new byte[]{
                0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 22, 4, 'A', 5, 1}));
    assertThat(decode(source, 0, data, tile.length)).isEqualTo(tile);
  }

  @Test
  void startsAnewWithEachTile() {
    Random random = new Random(3);
    DifferenceSource source = source(random, 5);
    byte[] tile = new byte[9000];
    int[] alignment = new int[tile.length];
    make(random, source, tile, alignment);
    try (DifferenceEncoder encoder = new DifferenceEncoder(3)) {
      byte[] first = encoder.encode(source, 0, tile, alignment, true).orElseThrow();
      byte[] second = encoder.encode(source, 0, tile, alignment, true).orElseThrow();

      assertThat(second).isEqualTo(first);
    }
  }

  /** Literals that the source has elsewhere are a frame that continues it; the next tile's frames continue nothing. */
  @Test
  void decodesLiteralsThatContinueTheSource() throws MalformedDifferenceException {
    DifferenceSource source = source(new Random(4), 8);
    byte[] tile = new byte[5 * BLOCK];
    source.copy(3 * BLOCK - 7, tile, 0, tile.length);
    int[] alignment = new int[tile.length];
    Arrays.fill(alignment, DifferenceEncoder.LITERAL);
    byte[] repeated = new byte[9000];

    try (DifferenceEncoder encoder = new DifferenceEncoder(3);
        DifferenceDecoder decoder = new DifferenceDecoder()) {
      byte[] continuing = encoder.encode(source, 0, tile, alignment, false).orElseThrow();
      byte[] alone = encoder.encode(source, 0, repeated, alignment, false).orElseThrow();
      byte[] made = new byte[tile.length];

      for (int i = 0; i < 3; i++) {
        decoder.decode(source, 0, continuing, continuing.length, made, tile.length);
        assertThat(made).isEqualTo(tile);
        decoder.decode(source, 0, alone, alone.length, made, repeated.length);
        assertThat(Arrays.copyOf(made, repeated.length)).isEqualTo(repeated);
      }
      assertThat(continuing[0]).isEqualTo((byte) DifferenceDecoder.LITERALS_CONTINUE);
      assertThat(continuing.length).isLessThan(100);
    }
  }

  /** Each line is a difference that is wrong in one way, for a tile of 8 bytes from a source of one block. */
  @ParameterizedTest
  @ValueSource(strings = {
      // no flags, unknown flags, no lengths
      "", "04", "00",
      // a literal too many for the tile; none where one is asked for
      "00 0101 0101 0000 0909 0000 0000 0000 0000  09 00 000000000000000000",
      "00 0101 0101 0000 0000 0000 0000 0000 0000  08 00",
      // a step of nothing; a column that goes on; a column longer than the tile
      "00 0101 0101 0000 0000 0000 0000 0000 0000  00 00",
      "00 0202 0202 0000 0808 0000 0000 0000 0000  0800 0000 0000000000000000",
      "00 0909 0000 0000 0000 0000 0000 0000 0000  000000000000000000",
      // a copy from before the source, and from behind it
      "00 0101 0101 0101 0000 0000 0000 0000 0000  00 08 01",
      "00 0101 0101 0202 0000 0000 0000 0000 0000  00 08 F23F",
      // a change that is not there; a frame that is none; more stored than there is
      "00 0101 0101 0101 0000 0101 0000 0000 0000  00 08 00 00",
      "00 0801 0000 0000 0000 0000 0000 0000 0000  00",
      "00 0808 0808 0000 0000 0000 0000 0000 0000  00"})
  void refuses(String difference) {
    byte[] data = HexFormat.of().parseHex(difference.replace(" ", ""));
    DifferenceSource source = new DifferenceSource(direct(new byte[BLOCK]), new int[1]);

    assertThatThrownBy(() -> decode(source, 0, data, 8))
        .isInstanceOf(MalformedDifferenceException.class);
  }

  /** Hostile data ends, stays inside of the tile, and leaves the source alone. */
  @FuzzTest
  void makesATileOrRefusesAnything(byte[] data) {
    byte[] bytes = new byte[2 * BLOCK];
    Arrays.fill(bytes, (byte) 7);
    DifferenceSource source = new DifferenceSource(direct(bytes), new int[]{3, 9});
    byte[] tile = new byte[5100];
    try (DifferenceDecoder decoder = new DifferenceDecoder()) {
      decoder.decode(source, 4096, data, data.length, tile, 5000);
    } catch (MalformedDifferenceException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    assertThat(bytes(source)).containsOnly(7);
    assertThat(Arrays.copyOfRange(tile, 5000, 5100)).containsOnly(0);
  }

  /** Differences that were right but for some bytes, seeds in the place of a fuzzer's patience. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void refusesOrMakesATileOfDamagedDifferences(long seed) {
    Random random = new Random(seed);
    DifferenceSource source = source(random, 6);
    byte[] tile = new byte[20_000];
    int[] alignment = new int[tile.length];
    make(random, source, tile, alignment);
    byte[] right = encode(source, 0, tile, alignment, true);
    byte[] untouched = bytes(source);
    for (int i = 0; i < 300; i++) {
      byte[] data = right.clone();
      for (int j = 0; j <= random.nextInt(3); j++) {
        int at = random.nextInt(random.nextBoolean() ? data.length : 40);
        data[at] = (byte) random.nextInt();
      }
      byte[] made = new byte[tile.length + 1];
      try (DifferenceDecoder decoder = new DifferenceDecoder()) {
        decoder.decode(source, 0, data, data.length, made, tile.length);
      } catch (MalformedDifferenceException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
      assertThat(made[tile.length]).isZero();
    }
    assertThat(bytes(source)).isEqualTo(untouched);
  }

  private static byte[] encode(DifferenceSource source, int address, byte[] tile,
      int[] alignment, boolean branches) {
    try (DifferenceEncoder encoder = new DifferenceEncoder(3)) {
      return encoder.encode(source, address, tile, alignment, branches).orElseThrow();
    }
  }

  private static byte[] decode(DifferenceSource source, int address, byte[] data, int length)
      throws MalformedDifferenceException {
    byte[] made = new byte[length];
    try (DifferenceDecoder decoder = new DifferenceDecoder()) {
      decoder.decode(source, address, data, data.length, made, length);
    }
    return made;
  }

  /** Blocks of what looks like code, not all of them neighbours in their volume. */
  private static DifferenceSource source(Random random, int blocks) {
    byte[] bytes = new byte[blocks * BLOCK];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length / 20; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) 0xe8;
    }
    return new DifferenceSource(direct(bytes), random.ints(blocks).toArray());
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private static byte[] bytes(DifferenceSource source) {
    byte[] bytes = new byte[source.length];
    source.copy(0, bytes, 0, bytes.length);
    return bytes;
  }

  private static int[] blocks(int length, int first) {
    int[] blocks = new int[length / BLOCK];
    Arrays.setAll(blocks, i -> first + i);
    return blocks;
  }

  /** A tile of runs of the source, in which some bytes differ, and literals. */
  private static void make(Random random, DifferenceSource source, byte[] tile,
      int[] alignment) {
    random.nextBytes(tile);
    Arrays.fill(alignment, DifferenceEncoder.LITERAL);
    for (int at = 0; at < tile.length && source.length > 0;) {
      at += random.nextInt(3) == 0 ? random.nextInt(30) : 0;
      int run = Math.min(1 + random.nextInt(3000),
          Math.min(tile.length - at, source.length));
      int from = run <= 0 ? 0 : random.nextInt(source.length - run + 1);
      for (int i = 0; i < run; i++) {
        tile[at + i] = source.at(from + i);
        alignment[at + i] = from + i;
        if (random.nextInt(60) == 0) {
          tile[at + i] += (byte) random.nextInt();
        }
      }
      at += Math.max(run, 0);
    }
  }
}
