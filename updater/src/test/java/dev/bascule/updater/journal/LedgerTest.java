package dev.bascule.updater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

  private static final ImageRef NEW = Events.image("1.2.0");

  @Test
  void followsAnAttemptFromItsStartToItsConfirmation() {
    List<Entry> entries = new ArrayList<>();
    assertThat(after(entries, "boot-1", new Event.AttemptStarted(Slot.B, NEW)))
        .isEqualTo(Phase.STAGING);
    assertThat(after(entries, "boot-1", new Event.Staged(Slot.B, NEW))).isEqualTo(Phase.STAGED);
    assertThat(after(entries, "boot-1", new Event.Activating(Slot.B, NEW, 3, "empty")))
        .isEqualTo(Phase.ACTIVATING);
    assertThat(after(entries, "boot-1", new Event.Activated(Slot.B, NEW)))
        .isEqualTo(Phase.ACTIVATED);
    assertThat(after(entries, "boot-2", new Event.BootSeen(Slot.B))).isEqualTo(Phase.TRIAL);
    add(entries, "boot-2", new Event.Confirmed(Slot.B, NEW));

    Ledger ledger = Ledger.of(entries);
    assertThat(ledger.attempt()).isNull();
    assertThat(ledger.content(Slot.B)).contains(NEW);
    assertThat(ledger.confirmed()).isEqualTo(new Event.Confirmed(Slot.B, NEW));
  }

  @Test
  void doesNotTakeTheBootThatActivatedForTheTrial() {
    List<Entry> entries = new ArrayList<>();
    add(entries, "boot-1", new Event.Activating(Slot.B, NEW, 3, "empty"));

    assertThat(after(entries, "boot-1", new Event.BootSeen(Slot.B))).isEqualTo(Phase.ACTIVATING);
  }

  @Test
  void forgetsASlotsContentWhenItIsWritten() {
    List<Entry> entries = new ArrayList<>();
    add(entries, "boot-1", new Event.Staged(Slot.B, NEW));
    add(entries, "boot-1", new Event.AttemptStarted(Slot.B, Events.image("1.3.0")));

    assertThat(Ledger.of(entries).content(Slot.B)).isEmpty();
  }

  @Test
  void neverLowersTheFloor() {
    List<Entry> entries = new ArrayList<>();
    add(entries, "boot-1", new Event.FloorRaised(9));
    add(entries, "boot-1", new Event.FloorRaised(4));

    assertThat(Ledger.of(entries).floor()).isEqualTo(9);
  }

  @Test
  void endsAHoldWhenANewerVersionIsConfirmedOrSomebodySaysSo() {
    List<Entry> confirmed = new ArrayList<>();
    add(confirmed, "boot-1", new Event.Held(NEW.version(), "root", ""));
    add(confirmed, "boot-1", new Event.Confirmed(Slot.B, NEW));
    assertThat(Ledger.of(confirmed).hold()).isNotNull();
    add(confirmed, "boot-1", new Event.Confirmed(Slot.B, Events.image("1.2.1")));
    assertThat(Ledger.of(confirmed).hold()).isNull();

    List<Entry> released = new ArrayList<>();
    add(released, "boot-1", new Event.Held(NEW.version(), "root", ""));
    add(released, "boot-1", new Event.Released(Version.parse("1.2.1"), "root"));
    assertThat(Ledger.of(released).hold()).isNotNull();
    add(released, "boot-1", new Event.Released(NEW.version(), "root"));
    assertThat(Ledger.of(released).hold()).isNull();
  }

  @Test
  void boundsTheQuarantine() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      add(entries, "boot-1", new Event.Quarantined(Events.image("1." + i + ".0"), "fell back"));
    }

    Ledger ledger = Ledger.of(entries);

    assertThat(ledger.quarantine()).hasSize(Tally.MAX_QUARANTINE);
    assertThat(ledger.quarantineOf(Events.image("1.199.0").digest())).isPresent();
    assertThat(ledger.quarantineOf(Events.image("1.0.0").digest())).isEmpty();
  }

  @Test
  void knowsThatARollbackIsDoneWhenTheOtherSlotRuns() {
    List<Entry> entries = new ArrayList<>();
    add(entries, "boot-1", new Event.RolledBack(Slot.B, Slot.A, "root", "slow"));
    assertThat(Ledger.of(entries).rollback()).isNotNull();
    add(entries, "boot-2", new Event.BootSeen(Slot.B));
    assertThat(Ledger.of(entries).rollback()).isNotNull();
    add(entries, "boot-3", new Event.BootSeen(Slot.A));
    assertThat(Ledger.of(entries).rollback()).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void staysTheSameWithoutTheEntriesThatDoNotMatter(long seed) {
    List<Entry> entries = Events.random(seed, 120);

    List<Entry> essence = Essence.of(entries);

    assertThat(Ledger.of(essence)).isEqualTo(Ledger.of(entries));
    assertThat(essence).hasSizeLessThan(40);
  }

  private static Phase after(List<Entry> entries, String boot, Event event) {
    add(entries, boot, event);
    return Objects.requireNonNull(Ledger.of(entries).attempt()).phase();
  }

  private static void add(List<Entry> entries, String boot, Event event) {
    entries.add(new Entry(entries.size() + 1, Instant.EPOCH, boot, event));
  }
}
