package dev.bascule.updater.daemon;

import dev.bascule.updater.check.Selection;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.HawkbitSettings;
import dev.bascule.updater.config.Step;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.device.Device.Claim;
import dev.bascule.updater.device.Installed;
import dev.bascule.updater.device.Supply;
import dev.bascule.updater.hawkbit.Conversation.Orders;
import dev.bascule.updater.install.InstallProgress;
import dev.bascule.updater.journal.Attempt;
import dev.bascule.updater.journal.Phase;
import dev.bascule.updater.policy.Gates;
import dev.bascule.updater.policy.Opening;
import dev.bascule.updater.report.FigureFile;
import dev.bascule.updater.report.Results;
import dev.bascule.updater.report.Selections;
import dev.bascule.updater.update.Result;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One look at the repository, and what the device does about it by itself: as far as its gates are open. What is closed now is
 * taken up by a later look, which finds the image installed, or activated, as this one left it.
 */
public final class AutomaticUpdate {

  private final Configuration configuration;
  private final Gates gates;
  private final boolean restart;

  /**
   * An update for a device.
   *
   * @param restart whether the device is restarted when an image was activated
   */
  public AutomaticUpdate(Configuration configuration, Gates gates, boolean restart) {
    this.configuration = configuration;
    this.gates = gates;
    this.restart = restart;
  }

  /**
   * What a look came to.
   *
   * @param event one word: {@code looked}, {@code update} or {@code deferred}
   * @param result what became of the last verb, or null where there was none
   * @param selection what the repository had, or null where it was not asked or that no longer matters
   * @param restarts whether the device is about to restart
   */
  public record Look(String event, String words, @Nullable Result result,
      @Nullable Selection selection, boolean restarts) {

    private static Look of(Result result, boolean restarts) {
      return new Look("update", Results.words(result), result, null, restarts);
    }
  }

  /** Looks, and goes as far as it may. */
  public Look run() throws IOException {
    try (Device device = Device.open(configuration, "update", Claim.ORDINARY)) {
      device.session().settle();
      if (device.session().ledger().drill() != null) {
        return deferred("the way back is exercised", "it has not returned yet", null);
      }
      HawkbitSettings hawkbit = configuration.hawkbit();
      return hawkbit == null ? go(device, true) : follow(device, hawkbit);
    } finally {
      FigureFile.write(configuration);
    }
  }

  /** Goes as far as the fleet's server says, too. */
  private Look follow(Device device, HawkbitSettings hawkbit) throws IOException {
    try (HawkbitRound round = HawkbitRound.open(device, hawkbit)) {
      Orders orders = round.ask();
      if (!orders.install()) {
        return new Look("looked", orders.words(), null, null, false);
      }
      try {
        Look look = go(device, orders.activate());
        round.tell(look);
        return look;
      } catch (IOException e) {
        round.tell(e);
        throw e;
      }
    }
  }

  private Look go(Device device, boolean activate) throws IOException {
    if (gates.ask(Step.INSTALL) instanceof Opening.Closed(var why, var _)) {
      Look look = looked(device, device.check(null));
      return look.result() == null ? deferred(look.words(), why, look.selection()) : look;
    }
    Installed installed =
        device.install(new Supply.Configured(), null, InstallProgress.none());
    Result result = installed.result();
    if (result == null) {
      return looked(device, installed.selection());
    }
    if (!(result instanceof Result.Done)) {
      return Look.of(result, false);
    }
    if (!activate) {
      return deferred(Results.words(result), "the fleet's server says to wait", null);
    }
    if (gates.ask(Step.ACTIVATE) instanceof Opening.Closed(var why, var _)) {
      return deferred(Results.words(result), why, null);
    }
    return restart(device, device.activate());
  }

  /** Nothing is taken up; what was activated and has been withdrawn since is taken back, before a restart boots it. */
  private static Look looked(Device device, Selection selection) throws IOException {
    Attempt attempt = device.session().ledger().attempt();
    if (selection instanceof Selection.Nothing nothing && attempt != null
        && attempt.phase() == Phase.ACTIVATED
        && nothing.withdrawn().contains(attempt.image().version())) {
      Result result = device.cancel("the fleet's manager, who withdrew it");
      return Look.of(result, false);
    }
    return new Look("looked", Selections.summary(selection), null, selection, false);
  }

  private Look restart(Device device, Result result) throws IOException {
    if (!restart || !(result instanceof Result.Done done) || !done.rebootNeeded()) {
      return Look.of(result, false);
    }
    if (gates.ask(Step.REBOOT) instanceof Opening.Closed(var why, var _)) {
      return deferred(Results.words(result), why, null);
    }
    device.restart("an update was activated");
    return Look.of(result, true);
  }

  private static Look deferred(String words, String why, @Nullable Selection selection) {
    return new Look("deferred", words + "; not now: " + why, null, selection, false);
  }
}
