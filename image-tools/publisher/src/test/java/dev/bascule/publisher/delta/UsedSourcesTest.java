package dev.bascule.publisher.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.difference.DifferenceEncoder;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Sources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsedSourcesTest {

  private static final int LITERAL = DifferenceEncoder.LITERAL;

  @Test
  void leavesOutWhatGivesAHandfulOfBytesAndTrimsTheRest() {
    Sources offered = new Sources(List.of(old(100, 4), old(300, 1), old(500, 2)));
    int[] alignment = literals(1000);
    // 200 bytes of the third block of the first extent, 100 of the second extent, 200 of the last block.
    fill(alignment, 0, 200, 2 * Extent.BLOCK);
    fill(alignment, 300, 100, 4 * Extent.BLOCK);
    fill(alignment, 500, 200, 6 * Extent.BLOCK + 10);

    UsedSources used = UsedSources.of(offered, alignment).orElseThrow();

    assertThat(used.sources()).isEqualTo(new Sources(List.of(old(102, 1), old(501, 1))));
    int[] expected = literals(1000);
    fill(expected, 0, 200, 0);
    fill(expected, 500, 200, Extent.BLOCK + 10);
    assertThat(used.alignment()).isEqualTo(expected);
  }

  @Test
  void findsNothingWhereLittleIsUsed() {
    int[] alignment = literals(5000);
    fill(alignment, 0, UsedSources.LEAST_USED - 1, 0);

    assertThat(UsedSources.of(new Sources(List.of(old(7, 3))), alignment)).isEmpty();
  }

  /** Each seed is other extents and another use of them: what stays is made from the very same bytes of the volume. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void keepsThePlacesOfWhatStays(long seed) {
    Random random = new Random(seed);
    List<Extent> extents = new ArrayList<>();
    for (int block = 0; extents.size() < 1 + seed * 3;) {
      block += 1 + random.nextInt(9);
      int blocks = 1 + random.nextInt(5);
      extents.add(old(block, blocks));
      block += blocks;
    }
    Sources offered = new Sources(extents);
    int[] alignment = literals(40_000);
    for (int at = 0; at < alignment.length;) {
      int length = Math.min(1 + random.nextInt(400), alignment.length - at);
      fill(alignment, at, length, random.nextInt(offered.length() - length));
      at += length + random.nextInt(800);
    }

    UsedSources used = UsedSources.of(offered, alignment).orElseThrow();

    int[] before = offered.blocks();
    int[] after = used.sources().blocks();
    int[] uses = new int[after.length];
    for (int i = 0; i < alignment.length; i++) {
      int counterpart = used.alignment()[i];
      if (counterpart != LITERAL) {
        assertThat(place(after, counterpart)).isEqualTo(place(before, alignment[i]));
        uses[counterpart / Extent.BLOCK]++;
      }
    }
    int from = 0;
    for (Extent extent : used.sources().extents()) {
      int to = from + extent.blocks();
      assertThat(Arrays.stream(uses, from, to).sum())
          .isGreaterThanOrEqualTo(UsedSources.LEAST_USED);
      assertThat(uses[from]).isPositive();
      assertThat(uses[to - 1]).isPositive();
      from = to;
    }
  }

  private static long place(int[] blocks, int index) {
    return (long) blocks[index / Extent.BLOCK] * Extent.BLOCK + index % Extent.BLOCK;
  }

  private static Extent old(long first, int blocks) {
    return new Extent(Extent.Space.OLD, first, blocks);
  }

  private static int[] literals(int length) {
    int[] alignment = new int[length];
    Arrays.fill(alignment, LITERAL);
    return alignment;
  }

  private static void fill(int[] alignment, int at, int length, int counterpart) {
    for (int i = 0; i < length; i++) {
      alignment[at + i] = counterpart + i;
    }
  }
}
