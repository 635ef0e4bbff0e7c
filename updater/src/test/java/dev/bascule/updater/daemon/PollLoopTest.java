package dev.bascule.updater.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PollLoopTest {

  private final List<Duration> waits = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Deque<PollLoop.Cycle> cycles = new ArrayDeque<>();

  @Test
  void looksAgainUntilTheDeviceRestarts() {
    run(() -> false, () -> false, () -> true);

    assertThat(waits).containsExactly(Duration.ZERO, Duration.ofHours(6), Duration.ofHours(6));
    assertThat(cycles).isEmpty();
  }

  @Test
  void goesOnAfterAFailure() {
    run(() -> {
      throw new IOException("no route");
    }, () -> {
      throw new IllegalStateException("a fault of our own");
    }, () -> false, () -> true);

    assertThat(failures).containsExactly("no route", "a fault of our own");
    assertThat(waits).containsExactly(Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(2),
        Duration.ofHours(6));
  }

  @Test
  void endsWhenItIsInterrupted() {
    PollLoop loop = new PollLoop(() -> {
      throw new AssertionError("no look after an interrupt");
    }, schedule(), wait -> {
      throw new InterruptedException();
    }, listener());

    loop.run();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void looksOnceWhereTheFirstLookSucceeds() throws IOException {
    runOnce(Duration.ofHours(1), () -> false, () -> {
      throw new AssertionError("a second look");
    });

    assertThat(waits).isEmpty();
  }

  @Test
  void triesALookThatFailsAgainForAsLongAsItIsTold() throws IOException {
    PollLoop.Cycle down = () -> {
      throw new IOException("no route");
    };
    runOnce(Duration.ofMinutes(10), down, down, () -> false);
    assertThat(waits).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2));

    waits.clear();
    assertThatThrownBy(() -> runOnce(Duration.ofMinutes(10), down, down, down, down, down))
        .hasMessage("no route");
    assertThat(waits).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2),
        Duration.ofMinutes(4));
    assertThatThrownBy(() -> runOnce(Duration.ZERO, down)).hasMessage("no route");
  }

  private void runOnce(Duration patience, PollLoop.Cycle... script) throws IOException {
    cycles.clear();
    cycles.addAll(List.of(script));
    new PollLoop(() -> cycles.removeFirst().run(), schedule(), wait -> {}, listener())
        .runOnce(patience);
  }

  private void run(PollLoop.Cycle... script) {
    cycles.addAll(List.of(script));
    new PollLoop(() -> cycles.removeFirst().run(), schedule(), wait -> {}, listener()).run();
  }

  private static PollSchedule schedule() {
    return new PollSchedule(Duration.ofHours(6), Duration.ZERO, RandomGenerator.getDefault());
  }

  private PollLoop.Listener listener() {
    return new PollLoop.Listener() {
      @Override
      public void waiting(Duration wait) {
        waits.add(wait);
      }

      @Override
      public void failed(Exception failure) {
        failures.add(String.valueOf(failure.getMessage()));
      }
    };
  }
}
