package dev.bascule.lab.load;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.bench.Usage;
import dev.bascule.lab.hawkbit.HawkbitServer;
import dev.bascule.updater.config.HawkbitSettings;
import dev.bascule.updater.config.HawkbitSettings.Credential;
import dev.bascule.updater.hawkbit.HawkbitClient;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.WebClient;
import dev.bascule.updater.source.WebSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;

/**
 * What a poll costs a real hawkBit, with its database in its own memory: less than with one on another machine. The polls are the
 * device's own, one after the other over one kept connection.
 *
 * @param targets devices that the server knows
 * @param polls of each, that count; as many before do not
 */
public record HawkbitLoad(int targets, int polls) {

  private static final String MODEL = "board";
  private static final double MILLIS = 1e3;

  /** Measures, and writes the documentation's table. */
  public String run(Progress progress) throws IOException {
    Path work = Files.createTempDirectory("bascule-bench-hawkbit-");
    progress.step("hawkBit starts");
    try (HawkbitServer server = HawkbitServer.start(work, Checkout.find());
        WebClient web = new WebClient(WebSettings.of(HttpLimits.standard()))) {
      progress.step("the first poll of " + targets + " targets");
      double first = measure(server, web, work, 1);
      progress.step(polls + " polls of each that do not count");
      measure(server, web, work, polls);
      progress.step(polls + " polls of each");
      double known = measure(server, web, work, polls);
      return String.format(Locale.ROOT, """
        | poll | hawkBit's CPU for it, ms | polls a second of one busy core |
        |---|---|---|
        | of a device that it makes a target of | %.2f | %,.0f |
        | of a target that has nothing to do | %.2f | %,.0f |
        """, first * MILLIS, 1 / first, known * MILLIS, 1 / known);
    } finally {
      new FileTree(work).delete();
    }
  }

  /** Seconds of the server's processor time for each poll. */
  private double measure(HawkbitServer server, WebClient web, Path work, int each)
      throws IOException {
    Usage before = Usage.readRunning(server.pid());
    for (int i = 0; i < each; i++) {
      for (int target = 0; target < targets; target++) {
        new HawkbitClient(
            new HawkbitSettings(server.url(), HawkbitServer.TENANT, "device-" + target,
                Credential.GATEWAY, work.resolve("token"), MODEL),
            HawkbitServer.GATEWAY_TOKEN, web, InstantSource.system()).poll();
      }
    }
    return Usage.readRunning(server.pid()).since(before).seconds() / (each * targets);
  }
}
