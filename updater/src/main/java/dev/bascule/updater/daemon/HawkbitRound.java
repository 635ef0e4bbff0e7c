package dev.bascule.updater.daemon;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.updater.check.Selection;
import dev.bascule.updater.check.Selection.Reason;
import dev.bascule.updater.config.HawkbitSettings;
import dev.bascule.updater.daemon.AutomaticUpdate.Look;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.device.HawkbitLink;
import dev.bascule.updater.hawkbit.Conversation;
import dev.bascule.updater.hawkbit.Conversation.Orders;
import dev.bascule.updater.hawkbit.Conversation.Standing;
import dev.bascule.updater.journal.Attempt;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.journal.Phase;
import dev.bascule.updater.report.StateWords;
import dev.bascule.updater.state.State;
import dev.bascule.updater.update.Result;
import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One look of a device that hawkBit tells what to run. */
final class HawkbitRound implements Closeable {

  private final Device device;
  private final HawkbitLink link;
  private final Conversation conversation;

  private HawkbitRound(Device device, HawkbitLink link, Conversation conversation) {
    this.device = device;
    this.link = link;
    this.conversation = conversation;
  }

  static HawkbitRound open(Device device, HawkbitSettings settings) throws IOException {
    HawkbitLink link = device.connect(settings);
    try {
      var place = device.configuration().device();
      return new HawkbitRound(device, link, new Conversation(link.client(), settings.module(),
          place.state(), place.run(), InstantSource.system()));
    } catch (IOException e) {
      link.close();
      throw e;
    }
  }

  /** Asks the server how far the device may go. */
  Orders ask() throws IOException {
    return conversation.ask(standing(), this::cancel);
  }

  /** Tells it what the device made of that. */
  void tell(Look look) throws IOException {
    if (look.selection() instanceof Selection.Nothing nothing
        && nothing.reason() != Reason.UP_TO_DATE) {
      conversation.refuse(look.words(), standing());
    } else {
      conversation.tell(look.words());
    }
  }

  /** Tells it what went wrong; the next look tries again. */
  void tell(IOException failure) {
    try {
      conversation.tell("tried again later: " + failure.getMessage());
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    link.close();
  }

  private Standing standing() throws IOException {
    DeviceView view = DeviceView.read(device.configuration());
    return new Standing(device.session().ledger(), device.version(),
        view.state() instanceof State.Trial || view.state() instanceof State.Stranded, facts(view));
  }

  private Optional<String> cancel() throws IOException {
    Attempt attempt = device.session().ledger().attempt();
    if (attempt == null || attempt.phase() == Phase.STAGING || attempt.phase() == Phase.STAGED) {
      return Optional.empty();
    }
    if (attempt.phase() == Phase.TRIAL) {
      return Optional.of(attempt.image() + " runs on trial");
    }
    return device.cancel("hawkBit") instanceof Result.Refused(var _, String why, var _)
        ? Optional.of(why)
        : Optional.empty();
  }

  /** What a fleet's manager looks for, what people did at the device by hand among it. */
  private SortedMap<String, String> facts(DeviceView view) throws IOException {
    SortedMap<String, String> facts = new TreeMap<>();
    Ledger ledger = view.ledger();
    Version running = device.version();
    Slot booted = view.boot().booted();
    facts.put("bascule_model", view.configuration().device().model());
    facts.put("bascule_version", running == null ? "unknown" : running.toString());
    facts.put("bascule_slot", booted == null ? "unknown" : booted.toString());
    facts.put("bascule_floor", Long.toString(ledger.floor()));
    facts.put("bascule_state", view.state().word());
    if (view.state() instanceof State.RolledBack || view.state() instanceof State.FellBack) {
      facts.put("bascule_outcome", brief(StateWords.of(view.state())));
    }
    Ledger.Hold hold = ledger.hold();
    if (hold != null) {
      facts.put("bascule_held", brief(hold.version() + " by " + hold.by() + ": " + hold.why()));
    }
    return facts;
  }

  /** The server keeps 128 characters. */
  private static String brief(String text) {
    return text.length() <= 128 ? text : text.substring(0, 127) + "…";
  }
}
