package dev.bascule.updater.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.updater.journal.CheckNote;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Events;
import dev.bascule.updater.journal.FallBackReason;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.state.Derived.Repair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One row of the table of states after the other; slot A runs 1.0.0, slot B gets 1.2.0. */
class StateMachineTest {

  private static final ImageRef NEW = Events.image("1.2.0");
  private static final SlotState A_GOOD = slot(Slot.A, Standing.GOOD, 0, "a good");
  private static final SlotState B_EMPTY = slot(Slot.B, Standing.BAD, 0, "empty");
  private static final SlotState B_ARMED = slot(Slot.B, Standing.TRIAL, 3, "armed");
  private static final SlotState B_TRIED = slot(Slot.B, Standing.TRIAL, 2, "tried once");
  private static final SlotState B_SPENT = slot(Slot.B, Standing.BAD, 0, "spent");
  private static final SlotState B_GOOD = slot(Slot.B, Standing.GOOD, 0, "b good");

  private final List<Entry> entries = new ArrayList<>();
  private String boot = "boot-1";

  @Test
  void isIdleOnADeviceThatWasNeverUpdated() {
    Derived derived = derive(Slot.A, Slot.A, A_GOOD, B_EMPTY);

    assertThat(derived.state()).isEqualTo(new State.Idle());
    assertThat(derived.news()).containsExactly(new Event.BootSeen(Slot.A));
  }

  @Test
  void isOnTrialInAnUnconfirmedSlotThatNobodyKnowsAnythingOf() {
    Derived derived = derive(Slot.A, Slot.A, slot(Slot.A, Standing.BAD, 0, "last try"), B_EMPTY);

    assertThat(derived.state()).isEqualTo(new State.Trial(Slot.A, null));
  }

  @Test
  void isStrandedAndNotOnTrialWhereTheLoaderWouldBootNeitherSlot() {
    SlotState sick = slot(Slot.A, Standing.BAD, 0, "marked bad");

    assertThat(derive(Slot.A, null, sick, B_EMPTY).state())
        .isEqualTo(new State.Stranded(Slot.A, null));
    happened(new Event.AttemptStarted(Slot.B, NEW), new Event.Staged(Slot.B, NEW),
        new Event.Activating(Slot.B, NEW, 3, ""), new Event.Activated(Slot.B, NEW));
    boot = "boot-2";
    assertThat(derive(Slot.B, null, sick, B_SPENT).state())
        .isEqualTo(new State.Stranded(Slot.B, NEW));
    assertThat(derive(Slot.B, Slot.A, A_GOOD, B_SPENT).state())
        .isEqualTo(new State.Trial(Slot.B, NEW));
  }

  @Test
  void goesOnWithAnInstallThatWasInterrupted() {
    happened(new Event.AttemptStarted(Slot.B, NEW));

    assertThat(derive(Slot.A, Slot.A, A_GOOD, B_EMPTY).state())
        .isInstanceOf(State.Staging.class);
  }

  @Test
  void waitsForTheActivationOfWhatIsInstalled() {
    happened(new Event.Staged(Slot.B, NEW));

    assertThat(derive(Slot.A, Slot.A, A_GOOD, B_EMPTY).state()).isInstanceOf(State.Staged.class);
  }

  @Test
  void noticesThatAnotherToolActivatedWhatIsInstalled() {
    happened(new Event.Staged(Slot.B, NEW));

    Derived derived = derive(Slot.A, Slot.B, A_GOOD, B_ARMED);

    assertThat(derived.state()).isInstanceOf(State.Activated.class);
    assertThat(derived.news()).contains(new Event.Activating(Slot.B, NEW, 3, ""));
  }

  @Test
  void completesTheRecordOfAnActivationThatWasCutBehindTheBootLoader() {
    happened(new Event.Activating(Slot.B, NEW, 3, "empty"));

    Derived derived = derive(Slot.A, Slot.B, A_GOOD, B_ARMED);

    assertThat(derived.state()).isInstanceOf(State.Activated.class);
    assertThat(derived.news()).endsWith(new Event.Activated(Slot.B, NEW));
  }

  @Test
  void takesAnActivationThatNeverReachedTheBootLoaderForNone() {
    happened(new Event.Staged(Slot.B, NEW), new Event.Activating(Slot.B, NEW, 3, "empty"));
    boot = "boot-2";

    Derived derived = derive(Slot.A, Slot.A, A_GOOD, B_EMPTY);

    assertThat(derived.state()).isInstanceOf(State.Staged.class);
    assertThat(derived.news()).hasAtLeastOneElementOfType(Event.Cancelled.class)
        .doesNotHaveAnyElementsOfTypes(Event.Quarantined.class);
  }

  @Test
  void seesTheTrialInTheNewSlot() {
    activated();
    boot = "boot-2";

    Derived derived = derive(Slot.B, Slot.B, A_GOOD, B_TRIED);

    assertThat(derived.state()).isEqualTo(new State.Trial(Slot.B, NEW));
    assertThat(derived.news()).containsExactly(new Event.BootSeen(Slot.B));
  }

  @Test
  void seesTheTrialAlsoInItsLastTry() {
    activated();
    boot = "boot-2";

    assertThat(derive(Slot.B, Slot.A, A_GOOD, B_SPENT).state())
        .isEqualTo(new State.Trial(Slot.B, NEW));
  }

  @Test
  void completesTheRecordOfAConfirmation() {
    activated();
    boot = "boot-2";

    Derived derived = derive(Slot.B, Slot.B, A_GOOD, B_GOOD);

    assertThat(derived.state()).isEqualTo(new State.Confirmed(new Event.Confirmed(Slot.B, NEW)));
    assertThat(derived.news()).containsExactly(new Event.BootSeen(Slot.B),
        new Event.Confirmed(Slot.B, NEW), new Event.FloorRaised(NEW.floor()));
  }

  @Test
  void blamesTheTriesWhenTheyAreUsedUp() {
    activated();
    boot = "boot-2";

    Derived derived = derive(Slot.A, Slot.A, A_GOOD, B_SPENT);

    assertThat(fellBack(derived).reason()).isEqualTo(FallBackReason.TRIES_USED_UP);
    assertThat(fellBack(derived).evidence()).contains("spent");
    assertThat(derived.news()).hasAtLeastOneElementOfType(Event.Quarantined.class);
  }

  /** GRUB's script takes all marks back one day, U-Boot's gives all slots their boots back. */
  @Test
  void disarmsASlotWhoseTriesAreUsedUp() {
    activated();
    boot = "boot-2";

    assertThat(derive(Slot.A, Slot.A, A_GOOD, B_SPENT).repair())
        .isEqualTo(new Repair.Disarm(Slot.B));
  }

  @Test
  void blamesTheChecksThatFailed() {
    activated();
    boot = "boot-2";
    happened(new Event.BootSeen(Slot.B), new Event.HealthChecked(Slot.B, false,
        List.of(new CheckNote("10-network", "exit 1", "no route"))),
        new Event.MarkedBad(Slot.B, "health checks", "10-network"));
    boot = "boot-3";

    Event.FellBack fellBack = fellBack(derive(Slot.A, Slot.A, A_GOOD, B_SPENT));

    assertThat(fellBack.reason()).isEqualTo(FallBackReason.FAILED_HEALTH);
    assertThat(fellBack.evidence()).isEqualTo("10-network: exit 1 (no route)");
  }

  @Test
  void doesNotBlameTheChecksOfAnEarlierImage() {
    happened(new Event.HealthChecked(Slot.B, false, List.of()),
        new Event.AttemptStarted(Slot.B, NEW));
    activated();
    boot = "boot-2";

    assertThat(fellBack(derive(Slot.A, Slot.A, A_GOOD, B_SPENT)).reason())
        .isEqualTo(FallBackReason.TRIES_USED_UP);
  }

  @Test
  void blamesThePersonWhoMarkedTheSlotBad() {
    activated();
    boot = "boot-2";
    happened(new Event.BootSeen(Slot.B), new Event.MarkedBad(Slot.B, "root", "it smells"));
    boot = "boot-3";

    Event.FellBack fellBack = fellBack(derive(Slot.A, Slot.A, A_GOOD, B_SPENT));

    assertThat(fellBack.reason()).isEqualTo(FallBackReason.MARKED_BAD);
    assertThat(fellBack.evidence()).isEqualTo("it smells");
  }

  @Test
  void disarmsASlotThatTheLoaderPassedOverAndWouldStillBoot() {
    activated();
    boot = "boot-2";

    Derived derived = derive(Slot.A, Slot.B, A_GOOD, B_TRIED);

    assertThat(fellBack(derived).reason()).isEqualTo(FallBackReason.LOADER_CHOSE_OTHERWISE);
    assertThat(derived.repair()).isEqualTo(new Repair.Disarm(Slot.B));
  }

  @Test
  void staysActivatedAfterARestartThatDidNotPassTheLoader() {
    activated();
    boot = "boot-2";

    assertThat(derive(Slot.A, Slot.B, A_GOOD, B_ARMED).state())
        .isInstanceOf(State.Activated.class);
  }

  @Test
  void noticesThatAnotherToolTookTheActivationBack() {
    activated();

    Derived derived = derive(Slot.A, Slot.A, A_GOOD, B_EMPTY);

    assertThat(derived.state()).isInstanceOf(State.Staged.class);
    assertThat(derived.news()).hasAtLeastOneElementOfType(Event.Cancelled.class);
  }

  @Test
  void waitsForTheRestartThatARollbackNeeds() {
    happened(new Event.RolledBack(Slot.B, Slot.A, "root", "slow"));

    State state = derive(Slot.B, Slot.A, A_GOOD, B_GOOD).state();

    assertThat(state).isInstanceOf(State.RolledBack.class);
    assertThat(((State.RolledBack) state).rebootPending()).isTrue();
  }

  @Test
  void finishesARollbackThatNeverReachedTheBootLoader() {
    happened(new Event.RolledBack(Slot.B, Slot.A, "root", "slow"));
    boot = "boot-2";

    Derived derived = derive(Slot.B, Slot.B, A_GOOD, B_GOOD);

    assertThat(derived.repair()).isEqualTo(new Repair.FinishRollback(Slot.A));
    assertThat(derived.news()).contains(new Event.RolledBack(Slot.B, Slot.A, "root", "slow"));
  }

  @Test
  void seesThatARollbackIsDone() {
    happened(new Event.RolledBack(Slot.B, Slot.A, "root", "slow"));
    boot = "boot-2";

    State state = derive(Slot.A, Slot.A, A_GOOD, B_GOOD).state();

    assertThat(((State.RolledBack) state).rebootPending()).isFalse();
  }

  @Test
  void givesUpARollbackThatTheLoaderDoesNotFollow() {
    happened(new Event.RolledBack(Slot.B, Slot.A, "root", "slow"));
    boot = "boot-2";

    Derived derived = derive(Slot.B, Slot.A, A_GOOD, B_GOOD);

    assertThat(derived.state()).isEqualTo(new State.Idle());
    assertThat(derived.news()).hasAtLeastOneElementOfType(Event.RollbackFailed.class);
  }

  @Test
  void concludesNothingFromARescueSystem() {
    activated();
    boot = "rescue";

    Derived derived = derive(null, Slot.A, A_GOOD, B_SPENT);

    assertThat(derived.state()).isInstanceOf(State.Activated.class);
    assertThat(derived.news()).isEmpty();
    assertThat(derived.repair()).isNull();
  }

  private void activated() {
    happened(new Event.Staged(Slot.B, NEW), new Event.Activating(Slot.B, NEW, 3, "empty"),
        new Event.Activated(Slot.B, NEW));
  }

  private void happened(Event... events) {
    for (Event event : events) {
      entries.add(new Entry(entries.size() + 1L, Instant.EPOCH, boot, event));
    }
  }

  private Derived derive(@Nullable Slot booted, @Nullable Slot primary, SlotState a, SlotState b) {
    return StateMachine.derive(new Observation(new BootState(booted, primary, a, b), boot,
        Ledger.of(entries)));
  }

  private static Event.FellBack fellBack(Derived derived) {
    assertThat(derived.state()).isInstanceOf(State.FellBack.class);
    return ((State.FellBack) derived.state()).outcome();
  }

  private static SlotState slot(Slot slot, Standing standing, int tries, String detail) {
    return new SlotState(slot, standing, tries, detail);
  }
}
