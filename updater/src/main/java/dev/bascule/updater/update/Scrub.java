package dev.bascule.updater.update;

import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Slot;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.slot.SlotRecords;
import dev.bascule.updater.slot.SlotRecords.SlotRecord;
import dev.bascule.updater.state.State;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;

/**
 * Compares a slot with the signed image that it should hold, and makes it that again if it does not run. The boot loader
 * does not learn of it: a block that is written was wrong before, and is right after.
 *
 * <p>Power cut: what was damaged is damaged still, or repaired; nothing else is written.
 */
public final class Scrub {

  private final Session session;
  private final SlotRecords records;
  private final Inspection inspection;

  /**
   * What came of it.
   *
   * @param damaged parts that were not what was signed: tiles, a hash tree counting as one
   * @param repaired of those, how many are now
   */
  public record Outcome(Result result, int damaged, int repaired) {}

  /** Reads a slot, and writes what is wrong in it. */
  public interface Inspection {
    /** Reads the whole slot; returns how many parts are not what was signed. */
    int inspect(Slot slot, SlotRecord held) throws IOException;

    /** Makes the slot what was signed, proved by reading back. */
    void repair(Slot slot, SlotRecord held) throws IOException;
  }

  public Scrub(Session session, SlotRecords records, Inspection inspection) {
    this.session = session;
    this.records = records;
    this.inspection = inspection;
  }

  /**
   * Scrubs a slot.
   *
   * @param repair whether to write what is wrong; the running slot is never written
   */
  public Outcome scrub(Slot slot, boolean repair) throws IOException {
    State state = session.settle();
    Optional<SlotRecord> record = records.read(slot, session.ledger());
    if (record.isEmpty()) {
      return new Outcome(Result.refused(Refusal.CONTENT_UNKNOWN,
          "no record says what slot " + slot + " should hold"), 0, 0);
    }
    ImageRef image = record.get().ref();
    int damaged = inspection.inspect(slot, record.get());
    if (damaged == 0) {
      session.record(new Event.Scrubbed(slot, image, 0, 0));
      return new Outcome(
          Result.alreadySo("slot " + slot + " holds " + image.version() + ", all of it"), 0, 0);
    }
    Optional<Result> kept = repair
        ? mayNotRepair(slot, state)
        : Optional.of(damaged(slot, image, damaged, "", "repair it: bascule scrub " + slot
            + " --repair"));
    Result result = kept.isPresent() ? kept.get() : repair(slot, record.get(), damaged);
    int repaired = result instanceof Result.Done ? damaged : 0;
    session.record(new Event.Scrubbed(slot, image, damaged, repaired));
    return new Outcome(result, damaged, repaired);
  }

  /** A repair that failed leaves a slot that is damaged: that is what a person has to know first. */
  private Result repair(Slot slot, SlotRecord held, int damaged) throws InterruptedIOException {
    try {
      inspection.repair(slot, held);
      return Result.changed("slot " + slot + " holds " + held.ref().version() + " again: "
          + parts(damaged) + " repaired");
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return damaged(slot, held.ref(), damaged, ", and could not be repaired: " + e.getMessage(),
          "run it again when that is mended: bascule scrub " + slot + " --repair");
    }
  }

  /** The rules of an install hold for a repair: the slot that runs is not written, the other only if that one is confirmed. */
  private Optional<Result> mayNotRepair(Slot slot, State state) throws IOException {
    BootState boot = session.observe().boot();
    if (slot == boot.booted()) {
      return Optional.of(new Result.Damaged("slot " + slot
          + " is damaged and runs: the slot that runs is never written",
          "install an image into the other slot and start that: bascule update"));
    }
    return Preflight.ofDevice(state, boot).map(refused -> refused);
  }

  private static Result.Damaged damaged(Slot slot, ImageRef image, int damaged, String more,
      String remedy) {
    return new Result.Damaged("slot " + slot + " does not hold " + image.version()
        + " any more: " + parts(damaged) + " damaged" + more, remedy);
  }

  private static String parts(int count) {
    return count == 1 ? "1 part" : count + " parts";
  }
}
