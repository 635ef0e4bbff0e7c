package dev.bascule.updater.update;

import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Slot;
import dev.bascule.updater.check.CheckedImage;
import dev.bascule.updater.check.Selection;
import dev.bascule.updater.install.InstallException;
import dev.bascule.updater.journal.Attempt;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.Phase;
import dev.bascule.updater.slot.SlotRecords;
import dev.bascule.updater.state.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes a verified image into the slot that does not run. The boot loader does not learn of it.
 *
 * <p>Power cut: the slot is one that the loader never picks, and the journal says that it is being written; calling
 * this again goes on from what the slot already holds.
 */
public final class ImageInstall {

  private final Session session;
  private final SlotRecords records;
  private final Transfer transfer;

  public ImageInstall(Session session, SlotRecords records, Transfer transfer) {
    this.session = session;
    this.records = records;
    this.transfer = transfer;
  }

  /** Installs an image that was selected for this device. */
  public Result install(Selection.Take selected) throws IOException {
    CheckedImage image = selected.image();
    State state = session.settle();
    BootState boot = session.observe().boot();
    Optional<Result.Refused> refused = Preflight.ofDevice(state, boot);
    Slot booted = boot.booted();
    if (refused.isPresent() || booted == null) {
      return refused.orElseThrow();
    }
    Attempt attempt = session.ledger().attempt();
    if (attempt != null && attempt.phase() != Phase.STAGING
        && attempt.image().equals(image.ref())) {
      return Result.alreadySo("slot " + attempt.slot() + " already holds " + image.ref());
    }
    return write(image, booted.other());
  }

  private Result write(CheckedImage image, Slot slot) throws IOException {
    try {
      transfer.requireFits(image, slot);
    } catch (InstallException e) {
      if (e.fault() == InstallException.Fault.DOES_NOT_FIT) {
        return Result.refused(Refusal.DOES_NOT_FIT, String.valueOf(e.getMessage()));
      }
      throw e;
    }
    Optional<Result.Refused> refused = free(image.ref(), slot);
    if (refused.isPresent()) {
      return refused.get();
    }
    try {
      transfer.install(image, slot);
    } catch (IOException e) {
      session.record(new Event.AttemptFailed(slot, image.ref(), String.valueOf(e.getMessage())));
      throw e;
    }
    records.write(slot, image.document().getBytes(StandardCharsets.UTF_8));
    session.record(new Event.Staged(slot, image.ref()));
    return Result.changed("slot " + slot + " holds " + image.ref() + ", verified");
  }

  /** Makes the slot free to be written, in an order that leaves something true at every cut. */
  private Optional<Result.Refused> free(ImageRef image, Slot slot) throws IOException {
    Attempt attempt = session.ledger().attempt();
    if (attempt != null && attempt.mayBoot()) {
      session.record(new Event.Cancelled(slot, "the install of " + image));
    }
    if (session.control().disable(slot) instanceof Change.Refused no) {
      return Optional.of(Result.refused(no));
    }
    boolean goesOn = attempt != null && attempt.phase() == Phase.STAGING
        && attempt.slot() == slot
        && attempt.image().equals(image);
    if (!goesOn) {
      session.record(new Event.AttemptStarted(slot, image));
    }
    records.delete(slot);
    return Optional.empty();
  }
}
