package dev.bascule.updater.journal;

/** How much an event matters to whoever reads the system's journal. */
enum Gravity {
  /** Somebody should look. */
  WARNING(4),
  /** The device's state is another one now. */
  NOTICE(5),
  /** A step on the way. */
  INFO(6);

  private final int priority;

  Gravity(int priority) {
    this.priority = priority;
  }

  /** As syslog(3) counts. */
  int priority() {
    return priority;
  }

  static Gravity of(Event event) {
    return switch (event) {
      case Event.AttemptFailed _,Event.FellBack _,Event.RollbackFailed _,Event.Quarantined _,Event.MarkedBad _,Event.ExpiryOverridden _,Event.JournalDamaged _ ->
        WARNING;
      case Event.HealthChecked checked -> checked.healthy() ? INFO : WARNING;
      case Event.Scrubbed scrubbed -> scrubbed.damaged() > scrubbed.repaired() ? WARNING : NOTICE;
      case Event.DrillEnded drill -> drill.passed() ? NOTICE : WARNING;
      case Event.Activated _,Event.Confirmed _,Event.RolledBack _,Event.Cancelled _,Event.Held _,Event.Released _,Event.FloorRaised _,Event.DataMigrated _ ->
        NOTICE;
      default -> INFO;
    };
  }
}
