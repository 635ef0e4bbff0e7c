package dev.bascule.updater.source;

import java.time.Duration;

/**
 * How long a server is waited for. There is no limit on a whole transfer: a slow link that makes progress is served to
 * the end.
 *
 * @param connect until a connection stands
 * @param answer until an answer's head has come
 * @param idle between two bytes of a body
 * @param window the time over which the floor is looked at
 * @param floor bytes a second, on average over a window, below which a transfer counts as stalled
 */
public record HttpLimits(
    Duration connect, Duration answer, Duration idle, Duration window, int floor) {

  /** Half a minute to connect, one to answer and between bytes; 1 KiB/s over five minutes. */
  public static HttpLimits standard() {
    return new HttpLimits(Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(1),
        Duration.ofMinutes(5), 1024);
  }
}
