package dev.bascule.updater.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A journal that goes on in memory where it cannot be written. For the confirmation alone: a healthy system must not be
 * given up because a file system is full. What is lost so is derived again from the boot loader by a later command.
 */
public final class ForgivingLog implements EventLog {

  private final Clock clock;
  private final String boot;
  private final @Nullable Journal journal;
  private final List<Entry> past;
  private final List<Entry> lost = new ArrayList<>();
  private @Nullable JournalException failure;

  private ForgivingLog(Clock clock, String boot, @Nullable Journal journal, List<Entry> past,
      @Nullable JournalException failure) {
    this.clock = clock;
    this.boot = boot;
    this.journal = journal;
    this.past = past;
    this.failure = failure;
  }

  /** Opens the journal to write, or else to read, or else as an empty one. */
  public static ForgivingLog open(Path directory, Clock clock, String boot) {
    try {
      return new ForgivingLog(clock, boot, Journal.open(directory, clock, boot), List.of(), null);
    } catch (JournalException e) {
      return new ForgivingLog(clock, boot, null, readable(directory), e);
    }
  }

  private static List<Entry> readable(Path directory) {
    try {
      return JournalHistory.read(directory).entries();
    } catch (JournalException e) {
      return List.of();
    }
  }

  @Override
  public Entry append(Event event) {
    if (journal != null && failure == null) {
      try {
        return journal.append(event);
      } catch (JournalException e) {
        failure = e;
      }
    }
    Entry entry = new Entry(Long.MAX_VALUE - 1, clock.instant().truncatedTo(ChronoUnit.SECONDS),
        boot, event);
    lost.add(entry);
    return entry;
  }

  @Override
  public Ledger ledger() {
    List<Entry> written = journal == null ? past : journal.history().entries();
    return Ledger.of(Stream.concat(written.stream(), lost.stream()).toList());
  }

  @Override
  public Optional<JournalException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void close() throws IOException {
    if (journal != null) {
      journal.close();
    }
  }
}
