package dev.bascule.bootctl.gpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.Change.Reason;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.GptDecision.Refuse;
import dev.bascule.bootctl.gpt.GptDecision.Write;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each operation does in the situations that a device is in; the laws are in another test. */
class GptDecisionTest {
  private static final GptAttributes EMPTY = attributes(0, 0, false);

  @Test
  void aFactorysDeviceUpdatesConfirmsAndUpdatesBack() {
    var factory = slots(Slot.A, attributes(1, 0, true), EMPTY);

    assertThat(GptDecision.disable(factory, Slot.B)).isEqualTo(new Write(factory));
    var activated = slots(Slot.A, attributes(1, 0, true), attributes(2, 3, false));
    assertThat(GptDecision.activate(factory, Slot.B, 3)).isEqualTo(new Write(activated));
    assertThat(GptDecision.activate(activated, Slot.B, 3)).isEqualTo(new Write(activated));

    var tried = slots(Slot.B, attributes(1, 0, true), attributes(2, 2, false));
    var confirmed = slots(Slot.B, attributes(1, 0, true), attributes(2, 0, true));
    assertThat(GptDecision.confirm(tried)).isEqualTo(new Write(confirmed));
    assertThat(GptDecision.confirm(confirmed)).isEqualTo(new Write(confirmed));

    var emptied = slots(Slot.B, EMPTY, attributes(2, 0, true));
    assertThat(GptDecision.disable(confirmed, Slot.A)).isEqualTo(new Write(emptied));
    assertThat(GptDecision.activate(emptied, Slot.A, 1))
        .isEqualTo(new Write(slots(Slot.B, attributes(2, 1, false), attributes(1, 0, true))));
  }

  @Test
  void rollbackAndItsCancellationKeepBothConfirmed() {
    var settled = slots(Slot.B, attributes(1, 0, true), attributes(2, 0, true));
    var back = slots(Slot.B, attributes(2, 0, true), attributes(1, 0, true));

    assertThat(GptDecision.rollback(settled)).isEqualTo(new Write(back));
    assertThat(GptDecision.rollback(back)).isEqualTo(new Write(back));
    assertThat(GptDecision.cancel(back)).isEqualTo(new Write(settled));
  }

  @Test
  void cancellingATrialDisablesIt() {
    var activated = slots(Slot.A, attributes(1, 0, true), attributes(2, 3, false));

    assertThat(GptDecision.cancel(activated))
        .isEqualTo(new Write(slots(Slot.A, attributes(2, 0, true), EMPTY)));
  }

  /** The fault of the model: there a cancellation on a settled system takes the fallback away. */
  @Test
  void cancellingWhereNothingWasActivatedIsRefusedAndKeepsTheFallback() {
    assertRefused(GptDecision.cancel(slots(Slot.B, attributes(1, 0, true), attributes(2, 0, true))),
        Reason.NOTHING_TO_CANCEL);
    assertRefused(
        GptDecision.cancel(slots(Slot.A, attributes(1, 0, true), attributes(2, 0, false))),
        Reason.NOTHING_TO_CANCEL);
  }

  @Test
  void rollingBackToASlotOfPriorityZeroIsRefusedHoweverSuccessful() {
    assertRefused(
        GptDecision.rollback(slots(Slot.A, attributes(1, 0, true), attributes(0, 0, true))),
        Reason.SLOT_NOT_BOOTABLE);
    assertRefused(
        GptDecision.rollback(slots(Slot.A, attributes(1, 0, true), attributes(2, 0, false))),
        Reason.SLOT_NOT_BOOTABLE);
  }

  @Test
  void aTrialThatIsUnhealthyIsMarkedBadFromWithin() {
    var trial = slots(Slot.B, attributes(1, 0, true), attributes(2, 1, false));

    assertThat(GptDecision.markBad(trial, Slot.B))
        .isEqualTo(new Write(slots(Slot.B, attributes(1, 0, true), EMPTY)));
  }

  @Test
  void theLastConfirmedSlotIsNotMarkedBad() {
    assertRefused(GptDecision.markBad(slots(Slot.A, attributes(1, 0, true), EMPTY), Slot.A),
        Reason.LAST_BOOTABLE_SLOT);
    assertRefused(
        GptDecision.markBad(slots(Slot.A, attributes(1, 0, true), attributes(2, 3, false)), Slot.A),
        Reason.LAST_BOOTABLE_SLOT);
    assertRefused(GptDecision.markBad(slots(Slot.A, attributes(1, 3, false), EMPTY), Slot.A),
        Reason.LAST_BOOTABLE_SLOT);
  }

  @Test
  void theRunningSlotIsNeitherDisabledNorActivated() {
    var settled = slots(Slot.B, attributes(1, 0, true), attributes(2, 0, true));

    assertRefused(GptDecision.disable(settled, Slot.B), Reason.SLOT_IS_BOOTED);
    assertRefused(GptDecision.activate(settled, Slot.B, 3), Reason.SLOT_IS_BOOTED);
  }

  @Test
  void nothingIsDisabledOrActivatedFromATrial() {
    var trial = slots(Slot.B, attributes(1, 0, true), attributes(2, 1, false));

    assertRefused(GptDecision.disable(trial, Slot.A), Reason.BOOTED_SLOT_NOT_CONFIRMED);
    assertRefused(GptDecision.activate(trial, Slot.A, 3), Reason.BOOTED_SLOT_NOT_CONFIRMED);
  }

  /** A loader of the ChromeOS family clears tries and priority before the last try. */
  @Test
  void aTrialOnItsLastTryIsConfirmedToAPriorityThatBoots() {
    var last = slots(Slot.B, attributes(1, 0, true), EMPTY);

    assertThat(GptDecision.confirm(last))
        .isEqualTo(new Write(slots(Slot.B, attributes(1, 0, true), attributes(2, 0, true))));
  }

  @Test
  void whatDependsOnTheRunningSlotIsRefusedWhereItIsUnknown() {
    var unknown = slots(null, attributes(1, 0, true), attributes(2, 0, true));

    assertRefused(GptDecision.disable(unknown, Slot.A), Reason.BOOTED_SLOT_UNKNOWN);
    assertRefused(GptDecision.confirm(unknown), Reason.BOOTED_SLOT_UNKNOWN);
    assertRefused(GptDecision.rollback(unknown), Reason.BOOTED_SLOT_UNKNOWN);
    assertRefused(GptDecision.cancel(unknown), Reason.BOOTED_SLOT_UNKNOWN);
  }

  @Test
  void aRescueSystemMayActivateASlotWhileTheOtherStaysConfirmed() {
    var unknown = slots(null, attributes(2, 0, true), attributes(1, 0, true));

    assertThat(GptDecision.activate(unknown, Slot.B, 3))
        .isEqualTo(new Write(slots(null, attributes(1, 0, true), attributes(2, 3, false))));
    assertRefused(GptDecision.activate(slots(null, attributes(2, 0, true), EMPTY), Slot.A, 3),
        Reason.LAST_BOOTABLE_SLOT);
  }

  @Test
  void refusesTriesThatFourBitsDoNotHold() {
    var factory = slots(Slot.A, attributes(1, 0, true), EMPTY);

    assertThatThrownBy(() -> GptDecision.activate(factory, Slot.B, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> GptDecision.activate(factory, Slot.B, 16))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(GptDecision decision, Reason reason) {
    assertThat(decision).isInstanceOfSatisfying(Refuse.class, refusal -> {
      assertThat(refusal.reason()).isEqualTo(reason);
      assertThat(refusal.explanation()).isNotBlank();
    });
  }

  private static GptSlots slots(@Nullable Slot booted, GptAttributes a, GptAttributes b) {
    return new GptSlots(booted, Slot.A, a, b);
  }

  private static GptAttributes attributes(int priority, int tries, boolean successful) {
    return GptAttributes.NONE.with(priority, tries, successful);
  }
}
