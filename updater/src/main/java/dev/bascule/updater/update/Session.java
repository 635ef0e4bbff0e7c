package dev.bascule.updater.update;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.Change;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.EventLog;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.state.Derived;
import dev.bascule.updater.state.Derived.Repair;
import dev.bascule.updater.state.Observation;
import dev.bascule.updater.state.State;
import dev.bascule.updater.state.StateMachine;
import java.io.IOException;

/**
 * The device under one command: its boot loader, its journal, and this boot. The caller holds the device's lock for as
 * long as the session lasts.
 */
public final class Session {

  /** More rounds than any cut can need; one more means that the loader does not do what it says. */
  private static final int MAX_ROUNDS = 8;

  private final BootControl control;
  private final EventLog log;
  private final String bootId;

  public Session(BootControl control, EventLog log, String bootId) {
    this.control = control;
    this.log = log;
    this.bootId = bootId;
  }

  /**
   * Brings journal and boot loader up to date with what happened since, and says where the device stands. Each verb
   * begins so. A cut in the middle leaves the rest to the next time.
   */
  public State settle() throws IOException {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Derived derived = StateMachine.derive(observe());
      Repair repair = derived.repair();
      if (repair != null) {
        put(repair);
      }
      for (Event event : derived.news()) {
        log.append(event);
      }
      if (repair == null && derived.news().isEmpty()) {
        return derived.state();
      }
    }
    throw new UpdaterException(
        "boot loader " + control.loader() + ": expected its state to settle, "
            + "found it changing " + MAX_ROUNDS + " times: " + control.readState(),
        "look at it with bascule-bootctl doctor, and for another program that writes it");
  }

  /** All that the state is derived from, as it is now. */
  public Observation observe() throws IOException {
    return new Observation(control.readState(), bootId, log.ledger());
  }

  public BootControl control() {
    return control;
  }

  public Ledger ledger() {
    return log.ledger();
  }

  /** Adds to the journal. */
  public void record(Event event) throws IOException {
    log.append(event);
  }

  /**
   * Tells the boot loader first, so that no image that is recorded as failed is ever the next to boot. Where it refuses
   * to give up the slot, nothing else would boot, and the slot stays.
   */
  private void put(Repair repair) throws IOException {
    switch (repair) {
      case Repair.Disarm(var slot) -> control.markBad(slot);
      case Repair.FinishRollback(var to) -> {
        if (control.rollback() instanceof Change.Refused(var _, String why)) {
          record(new Event.RollbackFailed(to.other(), to, why));
        }
      }
    }
  }
}
