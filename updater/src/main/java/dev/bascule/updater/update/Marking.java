package dev.bascule.updater.update;

import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.updater.journal.Event;
import java.io.IOException;

/** What a person knows better than the device: a slot is bad, a version may be tried again. */
public final class Marking {

  private final Session session;

  public Marking(Session session) {
    this.session = session;
  }

  /** Makes a slot one that the boot loader never picks again. */
  public Result markBad(Slot slot, String by, String why) throws IOException {
    session.settle();
    session.record(new Event.MarkedBad(slot, by, why));
    return switch (session.control().markBad(slot)) {
      case Change.Refused no -> Result.refused(no);
      case Change.Unchanged _ -> Result.alreadySo("slot " + slot + " already is bad");
      case Change.Written(var _, var after) -> new Result.Done(
          "slot " + slot + " is bad: the boot loader never picks it", true,
          after.booted() == slot);
    };
  }

  /** Lets a version be tried again that failed or was rolled back from. */
  public Result release(Version version, String by) throws IOException {
    session.settle();
    var ledger = session.ledger();
    boolean quarantined = ledger.quarantine()
        .stream()
        .anyMatch(entry -> entry.image().version().equals(version));
    var hold = ledger.hold();
    if (!quarantined && (hold == null || !hold.version().equals(version))) {
      return Result.alreadySo("version " + version + " is neither quarantined nor held");
    }
    session.record(new Event.Released(version, by));
    return Result.changed("version " + version + " may be tried again");
  }
}
