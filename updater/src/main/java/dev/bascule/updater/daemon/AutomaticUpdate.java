package dev.bascule.updater.daemon;

import dev.bascule.updater.check.Selection;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.Step;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.device.Device.Claim;
import dev.bascule.updater.device.Installed;
import dev.bascule.updater.device.Supply;
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
   * @param restarts whether the device is about to restart
   */
  public record Look(String event, String words, @Nullable Result result, boolean restarts) {}

  /** Looks, and goes as far as it may. */
  public Look run() throws IOException {
    try (Device device = Device.open(configuration, "update", Claim.ORDINARY)) {
      device.session().settle();
      if (device.session().ledger().drill() != null) {
        return deferred("the way back is exercised", "it has not returned yet");
      }
      if (gates.ask(Step.INSTALL) instanceof Opening.Closed(var why, var _)) {
        Look look = looked(device, device.check(null));
        return look.result() == null ? deferred(look.words(), why) : look;
      }
      Installed installed =
          device.install(new Supply.Configured(), null, InstallProgress.none());
      Result result = installed.result();
      if (result == null) {
        return looked(device, installed.selection());
      }
      if (!(result instanceof Result.Done)) {
        return new Look("update", Results.words(result), result, false);
      }
      if (gates.ask(Step.ACTIVATE) instanceof Opening.Closed(var why, var _)) {
        return deferred(Results.words(result), why);
      }
      return restart(device, device.activate());
    } finally {
      FigureFile.write(configuration);
    }
  }

  /** Nothing is taken up; what was activated and has been withdrawn since is taken back, before a restart boots it. */
  private static Look looked(Device device, Selection selection) throws IOException {
    Attempt attempt = device.session().ledger().attempt();
    if (selection instanceof Selection.Nothing nothing && attempt != null
        && attempt.phase() == Phase.ACTIVATED
        && nothing.withdrawn().contains(attempt.image().version())) {
      Result result = device.cancel("the fleet's manager, who withdrew it");
      return new Look("update", Results.words(result), result, false);
    }
    return new Look("looked", Selections.summary(selection), null, false);
  }

  private Look restart(Device device, Result result) throws IOException {
    if (!restart || !(result instanceof Result.Done done) || !done.rebootNeeded()) {
      return new Look("update", Results.words(result), result, false);
    }
    if (gates.ask(Step.REBOOT) instanceof Opening.Closed(var why, var _)) {
      return deferred(Results.words(result), why);
    }
    device.restart("an update was activated");
    return new Look("update", Results.words(result), result, true);
  }

  private static Look deferred(String words, String why) {
    return new Look("deferred", words + "; not now: " + why, null, false);
  }
}
