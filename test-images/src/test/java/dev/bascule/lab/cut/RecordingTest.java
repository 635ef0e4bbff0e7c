package dev.bascule.lab.cut;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordingTest {

  private static Act write(int sector, int... values) {
    byte[] bytes = new byte[values.length * 512];
    for (int i = 0; i < values.length; i++) {
      Arrays.fill(bytes, i * 512, (i + 1) * 512, (byte) values[i]);
    }
    return Act.Write.toDisk(sector * 512L, ByteBuffer.wrap(bytes));
  }

  /** The first byte of each of three sectors, after the moment. */
  private static List<String> cuts(Act... events) {
    var found = new ArrayList<String>();
    var recording = new Recording(ByteBuffer.allocate(3 * 512), List.of(events));
    int shown = recording.forEachCut((moment, medium) -> found
        .add(moment + medium[0] + medium[512] + medium[1024]));
    assertThat(shown).isEqualTo(found.size());
    return found;
  }

  @Test
  void leavesAnySectorsThatAreNotFlushed() {
    assertThat(cuts(write(0, 1, 2))).containsExactlyInAnyOrder("000", "100", "020", "120");
  }

  @Test
  void keepsWhatIsFlushedAndOnlyReordersTheRest() {
    assertThat(cuts(write(0, 1), Act.Sync.ofDisk(), write(1, 2)))
        .containsExactlyInAnyOrder("000", "100", "120");
  }

  @Test
  void leavesAnEarlierContentOfASectorThatIsWrittenTwice() {
    assertThat(cuts(write(0, 1), write(0, 2))).containsExactlyInAnyOrder("000", "100", "200");
  }

  @Test
  void tellsTheMomentAndShowsTheSameMediumAgainAfterAMark() {
    assertThat(cuts(write(0, 1), new Act.Mark("b"), Act.Sync.ofDisk()))
        .containsExactlyInAnyOrder("000", "100", "b000", "b100");
  }
}
