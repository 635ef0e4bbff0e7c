package dev.bascule.updater.service;

import java.io.Closeable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one job at a time, on a thread of its own. */
final class Jobs implements Closeable {

  private static final Duration END = Duration.ofSeconds(10);

  private int number;
  private String verb = "";
  private @Nullable Thread thread;

  /** What a job does; it is told its number. */
  interface Job {
    void run(int job);
  }

  /** Begins a job and returns its number. */
  synchronized int begin(String name, Job job) throws ServiceBusyException {
    if (!idle()) {
      throw new ServiceBusyException(verb);
    }
    int mine = ++number;
    verb = name;
    thread = Thread.ofPlatform().name("job-" + mine).start(() -> job.run(mine));
    return mine;
  }

  synchronized boolean idle() {
    return thread == null || !thread.isAlive();
  }

  /** Ends the job that is at work, if one is, and waits for it. */
  boolean interrupt() {
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running == null || !running.isAlive() || running.equals(Thread.currentThread())) {
      return false;
    }
    running.interrupt();
    try {
      return running.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    interrupt();
  }
}
