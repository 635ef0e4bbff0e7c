package dev.bascule.updater.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.updater.check.CheckedImage;
import dev.bascule.updater.install.InstallException;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.slot.SlotRecords;
import dev.bascule.updater.state.State;
import dev.bascule.updater.update.FakeLoader.Bits;
import dev.bascule.updater.update.SimulatedDevice.Image;
import dev.bascule.updater.update.SimulatedDevice.Quality;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What each verb does, and what it refuses, on a device that runs 1.0.0 in slot A. */
class VerbsTest {

  private static final Image GOOD = SimulatedDevice.image("1.5.0", Quality.GOOD);
  private static final Image NEWER = SimulatedDevice.image("1.8.0", Quality.GOOD);
  private static final Image UNHEALTHY = SimulatedDevice.image("1.6.0", Quality.UNHEALTHY);

  private final SimulatedDevice device = new SimulatedDevice(false);

  @Test
  void installsActivatesBootsAndConfirms() throws IOException {
    assertThat(device.install(GOOD)).isInstanceOf(Result.Done.class);
    assertThat(device.settle()).isInstanceOf(State.Staged.class);
    assertThat(device.activate()).isEqualTo(new Result.Done(
        "slot B (" + GOOD.ref() + ") is the next to boot, with 2 tries", true, true));
    device.boot();
    assertThat(device.settle()).isEqualTo(new State.Trial(Slot.B, GOOD.ref()));
    assertThat(device.confirm()).isEqualTo(Result.changed(
        "slot B (" + GOOD.ref() + ") is confirmed: 1 checks passed"));
    assertThat(device.settle()).isInstanceOf(State.Confirmed.class);
  }

  @Test
  void doesNothingTwice() throws IOException {
    device.install(GOOD);
    assertThat(changed(device.install(GOOD))).isFalse();
    device.activate();
    assertThat(changed(device.activate())).isFalse();
    device.boot();
    device.confirm();
    assertThat(changed(device.confirm())).isFalse();
    device.rollBack();
    assertThat(changed(device.rollBack())).isFalse();
  }

  @Test
  void givesAConfirmedSlotBackTheTriesThatBootsTake() throws IOException {
    confirmGood();
    device.loader.put(Slot.B, new FakeLoader.Bits(2, 1, true));

    assertThat(device.confirm())
        .isEqualTo(Result.changed("slot B stays confirmed: its tries are full again"));
    assertThat(device.loader.of(Slot.B)).isEqualTo(new FakeLoader.Bits(2, 0, true));
    assertThat(device.settle()).isInstanceOf(State.Confirmed.class);
  }

  @Test
  void replacesAnActivatedImageByANewerOneWithoutBlamingIt() throws IOException {
    device.install(GOOD);
    device.activate();

    device.install(NEWER);

    assertThat(device.loader.of(Slot.B).bootable()).isFalse();
    assertThat(device.settle()).isInstanceOf(State.Staged.class);
    assertThat(device.log.ledger().quarantine()).isEmpty();
  }

  @Test
  void refusesToInstallWhileTheRunningSlotIsOnTrial() throws IOException {
    device.install(GOOD);
    device.activate();
    device.boot();

    assertThat(refusal(device.install(NEWER))).isEqualTo("booted_slot_not_confirmed");
  }

  @Test
  void refusesToInstallWhereNothingSaysWhichSlotRuns() throws IOException {
    device.loader.setBooted(null);

    assertThat(refusal(device.install(GOOD))).isEqualTo("booted_slot_unknown");
    assertThat(refusal(device.confirm())).isEqualTo("booted_slot_unknown");
    assertThat(refusal(device.rollBack())).isEqualTo("booted_slot_unknown");
  }

  @Test
  void refusesAnImageThatDoesNotFitBeforeTheSlotIsTouched() throws IOException {
    device.loader.put(Slot.B, new Bits(1, 0, true));

    Result result = install(new FailingTransfer(InstallException.Fault.DOES_NOT_FIT));

    assertThat(refusal(result)).isEqualTo("does_not_fit");
    assertThat(device.loader.of(Slot.B).good()).as("slot B is untouched").isTrue();
  }

  @Test
  void recordsAFailedTransferAndLeavesTheSlotDisabled() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> install(new FailingTransfer(InstallException.Fault.SOURCE)))
        .withMessage("the transfer failed");

    assertThat(device.log.events()).hasAtLeastOneElementOfType(Event.AttemptFailed.class);
    assertThat(device.settle()).isInstanceOf(State.Staging.class);
    assertThat(device.loader.of(Slot.B).bootable()).isFalse();
  }

  @Test
  void refusesToActivateWithNothingStaged() throws IOException {
    assertThat(refusal(device.activate())).isEqualTo("nothing_staged");
  }

  @Test
  void refusesToActivateWhatFailedMeanwhile() throws IOException {
    device.install(GOOD);
    device.blamed.add(GOOD.ref());
    device.log.append(new Event.Quarantined(GOOD.ref(), "failed elsewhere"));

    assertThat(refusal(device.activate())).isEqualTo("quarantined");
    assertThat(device.loader.of(Slot.B).bootable()).isFalse();
  }

  @Test
  void refusesToActivateBelowTheFloor() throws IOException {
    device.install(GOOD);
    device.log.append(new Event.FloorRaised(GOOD.ref().release() + 1));

    assertThat(refusal(device.activate())).isEqualTo("below_floor");
  }

  @Test
  void givesUpAnUnhealthySlotAndQuarantinesItsImage() throws IOException {
    device.install(UNHEALTHY);
    device.activate();
    device.boot();

    Result result = device.confirm();

    assertThat(result).isEqualTo(
        new Result.Unhealthy("slot B failed its checks: 10-works: exit 1", true));
    assertThat(device.log.ledger().quarantineOf(UNHEALTHY.ref().digest())).isPresent();
    assertThat(device.loader.of(Slot.B).bootable()).isFalse();
    device.boot();
    assertThat(device.settle()).isInstanceOf(State.FellBack.class);
  }

  @Test
  void staysInAnUnhealthySlotWhenThereIsNothingToFallBackTo() throws IOException {
    device.loader.put(Slot.A, new Bits(2, 2, false));
    device.contents.put(Slot.A, UNHEALTHY);

    assertThat(((Result.Unhealthy) unchecked(device::confirm)).fallsBack()).isFalse();
    assertThat(device.loader.of(Slot.A).bootable()).isTrue();
  }

  @Test
  void confirmsOnAPersonsWord() throws IOException {
    device.install(UNHEALTHY);
    device.activate();
    device.boot();

    Result result = new Confirmation(device.session(), () -> {
      throw new AssertionError("no check is run");
    }).confirmUnchecked("root");

    assertThat(changed(result)).isTrue();
    assertThat(device.loader.of(Slot.B).good()).isTrue();
  }

  @Test
  void rollsBackAndHoldsWhatItLeft() throws IOException {
    confirmGood();

    assertThat(device.rollBack())
        .isEqualTo(new Result.Done("slot A is the next to boot", true, true));
    device.boot();

    assertThat(device.running()).isEqualTo(Slot.A);
    assertThat(device.settle()).isInstanceOf(State.RolledBack.class);
    assertThat(device.loader.of(Slot.B).good()).as("slot B stays confirmed").isTrue();
  }

  @Test
  void rollsBackFromATrial() throws IOException {
    device.install(GOOD);
    device.activate();
    device.boot();

    device.rollBack();
    device.boot();

    assertThat(device.running()).isEqualTo(Slot.A);
    assertThat(device.log.ledger().quarantine()).as("a rollback is no failure").isEmpty();
  }

  @Test
  void refusesToRollBackIntoASlotThatDoesNotBoot() throws IOException {
    assertThat(refusal(device.rollBack())).isEqualTo("slot_not_bootable");
  }

  @Test
  void refusesToRollBackIntoAnUntriedImage() throws IOException {
    device.install(GOOD);
    device.activate();

    assertThat(refusal(device.rollBack())).isEqualTo("activation_pending");
  }

  @Test
  void rollsBackBelowTheFloorOnlyWithThePermission() throws IOException {
    confirmGood();
    device.log.append(new Event.Staged(Slot.A, SimulatedDevice.image("1.1.0", Quality.GOOD).ref()));
    device.log.append(new Event.Cancelled(Slot.A, "test"));
    device.log.append(new Event.Confirmed(Slot.A, null));

    assertThat(
        refusal(new Rollback(device.session(), false, Preparation.none()).rollBack("root", "")))
        .isEqualTo("below_floor");
    assertThat(
        changed(new Rollback(device.session(), true, Preparation.none()).rollBack("root", "")))
        .isTrue();
  }

  @Test
  void refusesToUpdateWhileARollbackWaits() throws IOException {
    confirmGood();
    device.rollBack();

    assertThat(refusal(device.install(NEWER))).isEqualTo("rollback_pending");
    assertThat(refusal(device.confirm())).isEqualTo("rollback_pending");
  }

  @Test
  void cancelsAnActivationAndActivatesItAgain() throws IOException {
    device.install(GOOD);
    device.activate();

    assertThat(changed(device.cancel())).isTrue();
    assertThat(device.settle()).isInstanceOf(State.Staged.class);
    device.boot();
    assertThat(device.running()).isEqualTo(Slot.A);
    device.activate();
    device.boot();
    assertThat(device.running()).isEqualTo(Slot.B);
  }

  @Test
  void cancelsARollback() throws IOException {
    confirmGood();
    device.rollBack();

    assertThat(changed(device.cancel())).isTrue();
    device.boot();
    assertThat(device.running()).isEqualTo(Slot.B);
  }

  @Test
  void refusesToCancelNothing() throws IOException {
    assertThat(refusal(device.cancel())).isEqualTo("nothing_to_cancel");
  }

  @Test
  void refusesToMarkTheLastGoodSlotBad() throws IOException {
    assertThat(refusal(device.markBad(Slot.A))).isEqualTo("last_bootable_slot");
  }

  @Test
  void releasesAVersionThatFailed() throws IOException {
    device.install(UNHEALTHY);
    device.activate();
    device.boot();
    device.confirm();
    device.boot();
    device.settle();
    Version version = UNHEALTHY.ref().version();

    assertThat(changed(device.release(Version.parse("9.9.9")))).isFalse();
    assertThat(changed(device.release(version))).isTrue();
    assertThat(device.log.ledger().quarantine()).isEmpty();
  }

  private void confirmGood() throws IOException {
    device.install(GOOD);
    device.activate();
    device.boot();
    device.confirm();
  }

  private Result install(Transfer transfer) throws IOException {
    SlotRecords records =
        new SlotRecords(Jimfs.newFileSystem(Configuration.unix()).getPath("/slots"));
    return new ImageInstall(device.session(), records, transfer).install(GOOD.take());
  }

  private static boolean changed(Result result) {
    assertThat(result).isInstanceOf(Result.Done.class);
    return ((Result.Done) result).changed();
  }

  private static String refusal(Result result) {
    assertThat(result).isInstanceOf(Result.Refused.class);
    assertThat(((Result.Refused) result).remedy()).isNotBlank();
    return ((Result.Refused) result).reason();
  }

  private interface Verb {
    Result run() throws IOException;
  }

  /** Runs a verb on a device that breaks the first law from the start. */
  private Result unchecked(Verb verb) throws IOException {
    device.loader.beforeWrite = () -> {};
    device.loader.afterWrite = () -> {};
    device.log.beforeAppend = () -> {};
    device.log.afterAppend = () -> {};
    return verb.run();
  }

  /** A transfer that fails in one way. */
  private record FailingTransfer(InstallException.Fault fault) implements Transfer {
    @Override
    public void requireFits(CheckedImage image, Slot slot) throws IOException {
      if (fault == InstallException.Fault.DOES_NOT_FIT) {
        throw new InstallException(fault, "too large", null);
      }
    }

    @Override
    public void install(CheckedImage image, Slot slot) throws IOException {
      throw new InstallException(fault, "the transfer failed", null);
    }
  }
}
