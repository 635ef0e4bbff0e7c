package dev.bascule.updater.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.Sha256;
import dev.bascule.image.tile.Segments;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class WantedBytesTest {

  private static final int SIZE = 1 << 16;
  private static final long LENGTH = 20L * SIZE - 5;

  private final WantedBytes wanted = new WantedBytes(
      new Segments(LENGTH, SIZE, Collections.nCopies(20, Sha256.digest(new byte[0]))));

  @Test
  void asksForOneSegmentOfWhatNobodyWanted() {
    assertThat(wanted.endOf(0)).isEqualTo(SIZE);
    assertThat(wanted.endOf(3L * SIZE + 7)).isEqualTo(4L * SIZE);
    assertThat(wanted.endOf(19L * SIZE)).isEqualTo(LENGTH);
  }

  @Test
  void asksForAllAtOnce() {
    wanted.addAll();
    assertThat(wanted.endOf(0)).isEqualTo(LENGTH);
    assertThat(wanted.endOf(5L * SIZE + 3)).isEqualTo(LENGTH);
  }

  @Test
  void readsThroughSmallGapsAndEndsAtLargeOnes() {
    wanted.add(10, 20);
    wanted.add(SIZE - 1, 2);
    wanted.add(4L * SIZE, 1);
    wanted.add(8L * SIZE, 0);
    wanted.add(9L * SIZE + 5, 2L * SIZE);

    assertThat(wanted.endOf(0)).isEqualTo(5L * SIZE);
    assertThat(wanted.endOf(2L * SIZE)).isEqualTo(5L * SIZE);
    assertThat(wanted.endOf(5L * SIZE)).isEqualTo(6L * SIZE);
    assertThat(wanted.endOf(9L * SIZE)).isEqualTo(12L * SIZE);
  }
}
