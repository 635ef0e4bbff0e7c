package dev.bascule.publisher.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private final AtomicLong now = new AtomicLong();

  @Test
  void takesAsLongAsTheRateSays() throws InterruptedException {
    Throttle throttle = Throttle.to(1_000_000, now::get, now::addAndGet);

    for (int i = 0; i < 100; i++) {
      throttle.await(50_000);
    }
    // 5 MB at 1 MB/s, less the tenth of a second that it may begin with and the last piece
    assertThat(now.get()).isEqualTo(5_000_000_000L - 100_000_000L - 50_000_000L);
  }

  @Test
  void savesNoMoreThanATenthOfASecond() throws InterruptedException {
    Throttle throttle = Throttle.to(1_000_000, now::get, now::addAndGet);
    throttle.await(50_000);
    now.addAndGet(3_600_000_000_000L);
    long before = now.get();

    for (int i = 0; i < 20; i++) {
      throttle.await(50_000);
    }
    assertThat(now.get() - before).isEqualTo(850_000_000L);
  }

  @Test
  void refusesARateThatNeverEnds() {
    assertThatThrownBy(() -> Throttle.to(0)).hasMessageContaining("found 0");
  }
}
