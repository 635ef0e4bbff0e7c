package dev.bascule.updater.state;

import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Slot;
import dev.bascule.updater.journal.Attempt;
import dev.bascule.updater.journal.CheckNote;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.FallBackReason;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.journal.Ledger.Verdict;
import java.util.stream.Collectors;

/** Finds why the new slot is not the one that runs. */
final class FallBack {

  private FallBack() {}

  static Event.FellBack explain(Attempt attempt, BootState boot, Ledger ledger, Slot booted) {
    Verdict verdict = ledger.verdict();
    Slot slot = attempt.slot();
    String loader = "the boot loader says of slot " + slot + ": " + boot.of(slot).detail();
    if (verdict != null && verdict.checked().slot() == slot && !verdict.checked().healthy()) {
      String failed = verdict.checked()
          .failed()
          .stream()
          .map(CheckNote::toString)
          .collect(Collectors.joining("; "));
      return new Event.FellBack(slot, booted, attempt.image(), FallBackReason.FAILED_HEALTH,
          failed);
    }
    if (!attempt.markedBad().isEmpty()) {
      return new Event.FellBack(slot, booted, attempt.image(), FallBackReason.MARKED_BAD,
          attempt.markedBad());
    }
    FallBackReason reason = boot.of(slot).bootable()
        ? FallBackReason.LOADER_CHOSE_OTHERWISE
        : FallBackReason.TRIES_USED_UP;
    return new Event.FellBack(slot, booted, attempt.image(), reason, loader);
  }
}
