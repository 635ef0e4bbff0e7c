package dev.bascule.lab.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class WriteLogTest {

  private static final int SIZE = 8192;

  private static ByteBuffer log(long entries) {
    var log = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    return log.putLong(0x6a736677736872L).putLong(1).putLong(entries).putInt(512).position(512);
  }

  private static void entry(ByteBuffer log, long sector, long sectors, long flags) {
    int at = log.position();
    log.putLong(sector).putLong(sectors).putLong(flags).putLong(0).position(at + 512);
  }

  private static void data(ByteBuffer log, String text) {
    byte[] sector = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 512);
    log.put(sector);
  }

  @Test
  void readsWritesFlushesAndMarks() throws IOException {
    var log = log(5);
    entry(log, 3, 1, 0);
    data(log, "one");
    entry(log, 0, 0, 1);
    entry(log, SIZE / 512, 1, 0);
    data(log, "begin something\n");
    entry(log, 4, 2, 4);
    entry(log, 5, 1, 2);
    data(log, "two");

    var events = WriteLog.parse(log.flip(), SIZE);

    assertThat(events).hasSize(5);
    assertThat(events.get(0)).isInstanceOfSatisfying(Act.Write.class, write -> {
      assertThat(write.position()).isEqualTo(1536);
      assertThat(write.bytes().remaining()).isEqualTo(512);
      assertThat(write.bytes().get(0)).isEqualTo((byte) 'o');
    });
    assertThat(events.get(1)).isEqualTo(Act.Sync.ofDisk());
    assertThat(events.get(2)).isEqualTo(new Act.Mark("begin something"));
    assertThat(events.get(3)).isInstanceOf(Act.Write.class);
    assertThat(events.get(4)).isEqualTo(Act.Sync.ofDisk());
  }

  @Test
  void refusesALogThatEndsTooSoon() {
    var log = log(2);
    entry(log, 3, 1, 0);
    data(log, "one");

    assertThatThrownBy(() -> WriteLog.parse(log.flip(), SIZE)).isInstanceOf(IOException.class)
        .hasMessageContaining("expected 2 entries, found the log's end after 1");
  }

  @Test
  void refusesAnEntryThatIsLongerThanTheLog() {
    var log = log(1);
    entry(log, 3, 1L << 40, 0);

    assertThatThrownBy(() -> WriteLog.parse(log.flip(), SIZE)).isInstanceOf(IOException.class)
        .hasMessageContaining("are not in the log");
  }

  /** Every byte of the numbers, changed: an exception that says so, or another log. */
  @Test
  void takesNumbersThatAreGarbage() throws IOException {
    var log = log(2);
    entry(log, 3, 1, 0);
    data(log, "one");
    entry(log, 0, 0, 1);
    byte[] whole = new byte[log.position()];
    log.flip().get(whole);
    int refused = 0;
    for (int at = 0; at < whole.length; at = at == 27 ? 512 : at == 543 ? 1536 : at + 1) {
      for (int value : new int[]{0, 1, 0x7f, 0x80, 0xff}) {
        byte[] garbage = whole.clone();
        garbage[at] = (byte) value;
        try {
          assertThat(WriteLog.parse(ByteBuffer.wrap(garbage), SIZE)).hasSizeLessThan(8);
        } catch (IOException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(100);
  }
}
