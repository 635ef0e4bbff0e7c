package dev.bascule.publisher.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final AtomicLong now = new AtomicLong();
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void saysNothingAboutWhatIsQuick() {
    try (ProgressTask task = progress(true).start("hashing", 1000)) {
      now.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
      task.accept(1000);
    }
    assertThat(shown.toString(UTF_8)).isEmpty();
  }

  @Test
  void drawsABarOnATerminal() {
    try (ProgressTask task = progress(true).start("hashing", 10_000_000)) {
      now.addAndGet(TimeUnit.SECONDS.toNanos(2));
      task.accept(2_500_000);
      now.addAndGet(TimeUnit.SECONDS.toNanos(1));
      task.accept(7_500_000);
    }
    assertThat(shown.toString(UTF_8)).isEqualTo(
        "\r\u001b[Khashing [######..................]  25 % of 10.0 MB, 2 s, 6 s left"
            + "\r\u001b[Khashing [########################] 100 % of 10.0 MB, 3 s"
            + "\r\u001b[Khashing [########################] 100 % of 10.0 MB, 3 s\n");
  }

  @Test
  void writesALineNowAndThenElsewhere() {
    try (ProgressTask task = progress(false).start("hashing", 60)) {
      for (int second = 0; second < 25; second++) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        task.accept(1);
      }
    }
    assertThat(shown.toString(UTF_8).lines()).hasSize(4);
  }

  @Test
  void writesSizesForPeople() {
    assertThat(Size.of(0)).isEqualTo("0 B");
    assertThat(Size.of(999)).isEqualTo("999 B");
    assertThat(Size.of(1000)).isEqualTo("1.0 kB");
    assertThat(Size.of(999_949)).isEqualTo("999.9 kB");
    assertThat(Size.of(999_950)).isEqualTo("1.0 MB");
    assertThat(Size.of(104_700_000)).isEqualTo("104.7 MB");
    assertThat(Size.of(Long.MAX_VALUE)).isEqualTo("9.2 EB");
  }

  private Progress progress(boolean terminal) {
    return Progress.on(new PrintStream(shown, true, UTF_8), terminal, now::get);
  }
}
