package dev.bascule.updater.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BandwidthTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Moves only when somebody sleeps, or by hand; negative on purpose, as the system's may be. */
  private long now = -5 * SECOND;

  @ParameterizedTest
  @ValueSource(longs = {1024, 500_000, 7_777_777, 1_000_000_000})
  void holdsOverTimeToAThousandth(long rate) throws IOException {
    long start = now;
    int bytes = (int) Math.min(rate * 20, 64 << 20);

    try (InputStream limited = bandwidth(rate).limit(new ByteArrayInputStream(new byte[bytes]))) {
      limited.readAllBytes();
    }

    double expected = (double) bytes / rate;
    assertThat((double) (now - start) / SECOND).isBetween(expected - 0.2, expected * 1.001 + 0.2);
  }

  @Test
  void savesNothingUp() throws IOException {
    Bandwidth bandwidth = bandwidth(100_000);
    now += 60 * SECOND;
    long start = now;

    try (InputStream limited = bandwidth.limit(new ByteArrayInputStream(new byte[1_000_000]))) {
      limited.readAllBytes();
    }

    assertThat(now - start).isBetween(97 * SECOND / 10, 103 * SECOND / 10);
  }

  @Test
  void isOneForAllStreams() throws IOException {
    Bandwidth bandwidth = bandwidth(100_000);
    long start = now;
    InputStream one = bandwidth.limit(new ByteArrayInputStream(new byte[500_000]));
    InputStream two = bandwidth.limit(new ByteArrayInputStream(new byte[500_000]));
    Random random = new Random(1);

    while (one.read(new byte[random.nextInt(1, 9000)]) >= 0) {
      two.read(new byte[random.nextInt(1, 9000)]);
    }
    two.readAllBytes();

    assertThat(now - start).isBetween(97 * SECOND / 10, 103 * SECOND / 10);
  }

  @Test
  void isNeverAboveItInAnySecond() throws IOException {
    long rate = 300_000;
    Bandwidth bandwidth = bandwidth(rate);
    InputStream limited = bandwidth.limit(new ByteArrayInputStream(new byte[5_000_000]));
    long[] at = new long[5_000_000];
    byte[] some = new byte[30_000];
    int got = 0;
    for (int count = limited.read(some); count >= 0; count = limited.read(some)) {
      Arrays.fill(at, got, got + count, now);
      got += count;
    }

    int second = (int) rate;
    for (int i = 0; i + second * 13 / 10 < got; i += 1000) {
      assertThat(at[i + second * 13 / 10] - at[i]).as("byte %d", i).isGreaterThanOrEqualTo(SECOND);
    }
  }

  private Bandwidth bandwidth(long rate) {
    return new Bandwidth(rate, () -> now, nanos -> now += nanos);
  }
}
