package dev.bascule.updater.device;

import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.evidence.EvidenceStore;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.JournalHistory;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.slot.SlotRecords;
import dev.bascule.updater.state.Observation;
import dev.bascule.updater.state.State;
import dev.bascule.updater.state.StateMachine;
import dev.bascule.updater.update.DeviceLock;
import dev.bascule.updater.update.DeviceLock.Holder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This device as it stands, read without the lock and without changing anything: while another command is at work, and
 * on a system that cannot be written.
 *
 * @param state what the next command would find
 * @param contents the image in each slot, where it is known
 * @param busy the command that is at work at this moment, or null
 * @param lastLook what the last look at the repository came to in this boot, or null
 */
public record DeviceView(Configuration configuration, BootState boot, JournalHistory history,
    State state, Map<Slot, ImageRef> contents, @Nullable Holder busy, @Nullable LastLook lastLook) {

  public DeviceView {
    contents = Map.copyOf(contents);
  }

  /** Reads the device. */
  public static DeviceView read(Configuration configuration) throws IOException {
    Path proc = configuration.host().proc();
    Path stored = configuration.device().state();
    JournalHistory history = history(configuration);
    BootState boot = Device.bootControl(configuration).readState();
    State state = StateMachine
        .derive(new Observation(boot, BootId.read(proc), history.ledger()))
        .state();
    SlotRecords records = new SlotRecords(stored.resolve("slots"));
    Map<Slot, ImageRef> contents = new EnumMap<>(Slot.class);
    for (Slot slot : Slot.values()) {
      records.content(slot, history.ledger()).ifPresent(image -> contents.put(slot, image));
    }
    Path run = configuration.device().run();
    LastLook look = LastLook.read(run).orElse(null);
    return new DeviceView(configuration, boot, history, withLook(state, look, boot, contents),
        contents, DeviceLock.holderNow(run, proc).orElse(null), look);
  }

  /** Where the journal's files are. */
  public static Path journal(Configuration configuration) {
    return configuration.device().state().resolve("journal");
  }

  /** The journal alone: it can be read where the boot loader cannot. */
  public static JournalHistory history(Configuration configuration) throws IOException {
    return JournalHistory.read(journal(configuration));
  }

  /** What was kept of failures. */
  public static EvidenceStore evidence(Configuration configuration) {
    return FailureEvidence.store(configuration);
  }

  /** The image in a slot, where it is known. */
  public Optional<ImageRef> content(Slot slot) {
    return Optional.ofNullable(contents.get(slot));
  }

  public Ledger ledger() {
    return history.ledger();
  }

  /** A device with nothing going on has an update available if the last look found one that does not run by now. */
  private static State withLook(State state, @Nullable LastLook look, BootState boot,
      Map<Slot, ImageRef> contents) {
    Version found = look == null ? null : look.version();
    ImageRef running = boot.booted() == null ? null : contents.get(boot.booted());
    if (found == null || (running != null && running.version().equals(found))) {
      return state;
    }
    return switch (state) {
      case State.Idle _,State.Confirmed _ -> new State.Available(found);
      case State.Available _,State.Staging _,State.Staged _,State.Activated _,State.Trial _,State.Stranded _,State.FellBack _,State.RolledBack _ ->
        state;
    };
  }
}
