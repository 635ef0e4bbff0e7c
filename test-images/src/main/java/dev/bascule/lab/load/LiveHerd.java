package dev.bascule.lab.load;

import dev.bascule.lab.web.Nginx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The same as {@link Herd}, with devices that really ask a real server over a network, and a server that is really away; time goes
 * faster.
 */
final class LiveHerd {

  private final Herd.Plan plan;
  private final int faster;
  private final ClientFleet fleet;
  private final LookCount served;
  private final LookCount failed;
  private long start;

  /**
   * A fleet that is not switched on yet.
   *
   * @param faster how many seconds pass in one
   */
  LiveHerd(Herd.Plan plan, int faster, ClientFleet fleet) {
    this.plan = plan;
    this.faster = faster;
    this.fleet = fleet;
    this.served = new LookCount(plan.end());
    this.failed = new LookCount(plan.end());
  }

  LookCount served() {
    return served;
  }

  LookCount failed() {
    return failed;
  }

  /** Starts a server. */
  interface Start {
    Nginx start() throws IOException;
  }

  /** Lets it happen; takes as long as the plan, by so much faster. */
  void run(Start origin) throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try (Nginx _ = origin.start()) {
        start = System.nanoTime();
        for (int device = 0; device < plan.devices(); device++) {
          int number = device;
          Future<?> _ = threads.submit(() -> live(number));
        }
        sleep(plan.away().minus(now()));
      }
      sleep(plan.back().minus(now()));
      try (Nginx _ = origin.start()) {
        sleep(plan.end().minus(now()));
      }
      threads.shutdownNow();
    }
  }

  private void live(int device) {
    SplittableRandom random = plan.random(device);
    Path store = fleet.stores().resolve(Integer.toString(device));
    try {
      sleep(Duration.ofMillis(random.nextLong(plan.spread().toMillis() + 1)));
      plan.rhythm().run(() -> look(store), this::sleep, random);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean look(Path store) throws IOException {
    Duration at = now();
    if (at.compareTo(plan.end()) >= 0) {
      return true;
    }
    try {
      fleet.look(store);
      served.add(at);
      return false;
    } catch (IOException e) {
      failed.add(at);
      throw e;
    }
  }

  private Duration now() {
    return Duration.ofNanos((System.nanoTime() - start) * faster);
  }

  private void sleep(Duration wait) throws InterruptedException {
    Thread.sleep(wait.isNegative() ? Duration.ZERO : wait.dividedBy(faster));
  }
}
