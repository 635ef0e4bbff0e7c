package dev.bascule.updater.update;

import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Slot;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.slot.SlotRecords;
import dev.bascule.updater.slot.SlotRecords.SlotRecord;
import dev.bascule.updater.state.State;
import java.io.IOException;
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

  /** Reads a slot, and writes what is wrong in it. */
  public interface Inspection {
    /** Reads the whole slot; returns how many tiles are not what was signed, a hash tree counting as one. */
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
  public Result scrub(Slot slot, boolean repair) throws IOException {
    State state = session.settle();
    Optional<SlotRecord> record = records.read(slot, session.ledger());
    if (record.isEmpty()) {
      return Result.refused(Refusal.CONTENT_UNKNOWN,
          "no record says what slot " + slot + " should hold");
    }
    ImageRef image = record.get().ref();
    int damaged = inspection.inspect(slot, record.get());
    if (damaged == 0) {
      session.record(new Event.Scrubbed(slot, image, 0, 0));
      return Result.alreadySo("slot " + slot + " holds " + image + ", all of it");
    }
    Optional<Result> kept = repair ? mayNotRepair(slot, state) : Optional.empty();
    if (!repair || kept.isPresent()) {
      session.record(new Event.Scrubbed(slot, image, damaged, 0));
      return kept.orElseGet(() -> damaged(slot, image, damaged, "repair it: bascule scrub "
          + slot + " --repair"));
    }
    try {
      inspection.repair(slot, record.get());
    } catch (IOException e) {
      session.record(new Event.Scrubbed(slot, image, damaged, 0));
      throw e;
    }
    session.record(new Event.Scrubbed(slot, image, damaged, damaged));
    return Result.changed("slot " + slot + " holds " + image + " again: " + tiles(damaged)
        + " repaired");
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

  private static Result.Damaged damaged(Slot slot, ImageRef image, int damaged, String remedy) {
    return new Result.Damaged("slot " + slot + " does not hold " + image + " any more: "
        + tiles(damaged) + " damaged", remedy);
  }

  private static String tiles(int count) {
    return count == 1 ? "1 tile" : count + " tiles";
  }
}
