package dev.bascule.updater.bus;

import java.time.Clock;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt64;

/** When {@code bascule-update.timer} elapses next, as systemd says ({@code org.freedesktop.systemd1.Timer}). */
final class PollTimer {

  private static final String SYSTEMD = "org.freedesktop.systemd1";
  private static final String UNIT = "/org/freedesktop/systemd1/unit/bascule_2dupdate_2etimer";
  private static final String TIMER = SYSTEMD + ".Timer";
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final DBusConnection bus;
  private final Clock clock;

  PollTimer(DBusConnection bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /** Seconds since 1970; 0 if there is no such timer, or if it is not running. */
  long next() {
    try {
      Properties unit = bus.getRemoteObject(SYSTEMD, UNIT, Properties.class);
      return next(unit.<UInt64>Get(TIMER, "NextElapseUSecMonotonic").longValue(),
          unit.<UInt64>Get(TIMER, "NextElapseUSecRealtime").longValue());
    } catch (DBusException | DBusExecutionException e) {
      return 0;
    }
  }

  /**
   * The earlier of both.
   *
   * @param monotonic microseconds of the clock that the platform's nanoTime reads; 0 or all bits set for never
   * @param realtime microseconds since 1970; the same for never
   */
  private long next(long monotonic, long realtime) {
    long now = clock.millis() / 1000;
    long first = Long.MAX_VALUE;
    if (monotonic > 0) {
      first = now + Math.max(0, monotonic - System.nanoTime() / 1000) / MICROS_PER_SECOND;
    }
    if (realtime > 0) {
      first = Math.min(first, realtime / MICROS_PER_SECOND);
    }
    return first == Long.MAX_VALUE ? 0 : first;
  }
}
