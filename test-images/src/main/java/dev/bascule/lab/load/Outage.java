package dev.bascule.lab.load;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.device.Training;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.web.Nginx;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.WebSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What an outage of the origin does to the looks of a fleet, and what it does when all of it is switched on at once: simulated
 * with the device's own loop and schedule, and compared with devices that ask a real server.
 *
 * @param devices of the simulation
 * @param live devices that ask a real server; none leaves the comparison out
 */
public record Outage(int devices, int live) {

  private static final List<Duration> LENGTHS = List.of(Duration.ofMinutes(10),
      Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(2));
  /** By then nobody knows any more when it was switched on. */
  private static final Duration BEFORE = Duration.ofDays(4);
  private static final Duration AFTER = Duration.ofDays(1);
  private static final int SHORT = 1;
  private static final int LONG = 10;
  private static final int SEED = 1;
  private static final int FASTER = 600;
  private static final int STRETCH_HOURS = 2;

  /** Simulates, and writes the documentation's tables. */
  public String run(Progress progress) throws IOException {
    StringBuilder text = new StringBuilder(
        """
          | what makes them look | away for | failed looks in the worst minute | looks in the worst minute after | in the worst 10 minutes | 99 % served after, h |
          |---|---|---|---|---|---|
          """);
    for (Rhythm rhythm : Rhythm.values()) {
      for (Duration length : LENGTHS) {
        progress.step(rhythm.words() + ", away for " + length);
        text.append(outage(rhythm, length));
      }
    }
    text.append(
        """

          | what makes them look | switched on at once: looks in the worst minute | in the worst minute of the second day |
          |---|---|---|
          """);
    for (Rhythm rhythm : Rhythm.values()) {
      progress.step(rhythm.words() + ", switched on at once");
      text.append(switchedOn(rhythm));
    }
    return live == 0 ? text.toString() : text.append('\n').append(compare(progress)).toString();
  }

  private Herd.Plan plan(Rhythm rhythm, int number, Duration before, Duration length,
      Duration after) {
    Duration back = before.plus(length);
    return new Herd.Plan(number, rhythm, Rhythm.mean(), before, back, back.plus(after), SEED);
  }

  private String outage(Rhythm rhythm, Duration length) {
    Herd.Plan plan = plan(rhythm, devices, BEFORE, length, AFTER);
    Herd herd = Herd.run(plan);
    return String.format(Locale.ROOT, "| %s | %s | %s | %s | %s | %.1f |%n", rhythm.words(),
        words(length), times(herd.failed().most(plan.away(), plan.back(), SHORT)),
        times(herd.served().most(plan.back(), plan.end(), SHORT)),
        times(herd.served().most(plan.back(), plan.end(), LONG)),
        herd.untilServed(99).toMinutes() / 60.0);
  }

  private String switchedOn(Rhythm rhythm) {
    Duration day = Duration.ofDays(1);
    Herd.Plan plan = new Herd.Plan(devices, rhythm, Duration.ZERO, day.multipliedBy(2),
        day.multipliedBy(2), day.multipliedBy(2), SEED);
    Herd herd = Herd.run(plan);
    return String.format(Locale.ROOT, "| %s | %s | %s |%n", rhythm.words(),
        times(herd.served().most(Duration.ZERO, day, SHORT)),
        times(herd.served().most(day, plan.end(), SHORT)));
  }

  /** As many times the looks of a usual minute, and looks a minute of a thousand devices. */
  private String times(double looks) {
    double usual = devices / (double) Rhythm.mean().toMinutes();
    return String.format(Locale.ROOT, "%.2f × (%.1f)", looks / usual, looks * 1000 / devices);
  }

  private static String words(Duration length) {
    return length.toHours() > 0 ? length.toHours() + " h" : length.toMinutes() + " min";
  }

  /** Both fleets are the same to the last chance, so what differs is the network, the server, and the threads. */
  private String compare(Progress progress) throws IOException {
    Path work = Files.createTempDirectory("bascule-bench-outage-");
    try {
      Workshop workshop = Training.workshop(work, Checkout.find().basculeImage());
      int port = Nginx.freePort();
      StringBuilder text = new StringBuilder(
          """
            | what makes them look | hours | served, simulated | served, really | failed, simulated | failed, really |
            |---|---|---|---|---|---|
            """);
      for (Rhythm rhythm : Rhythm.values()) {
        Herd.Plan plan = plan(rhythm, live, Duration.ofHours(10), Duration.ofHours(2),
            Duration.ofHours(12));
        progress.step(live + " devices, " + rhythm.words() + ", a real server: "
            + plan.end().dividedBy(FASTER).toSeconds() + " s");
        LiveHerd real = new LiveHerd(plan, FASTER, new ClientFleet(
            work.resolve("stores-" + rhythm), URI.create("http://127.0.0.1:" + port + "/"),
            workshop.repository().resolve("metadata/1.root.json"),
            WebSettings.of(HttpLimits.standard())));
        real.run(() -> Nginx.start(work.resolve("nginx"), port,
            OriginServer.plain(port, workshop.repository())));
        text.append(rows(rhythm, Herd.run(plan), real, plan));
      }
      return text.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while devices lived");
    } finally {
      new FileTree(work).delete();
    }
  }

  private static String rows(Rhythm rhythm, Herd simulated, LiveHerd real, Herd.Plan plan) {
    StringBuilder text = new StringBuilder();
    for (int hour = 0; hour < plan.end().toHours(); hour += STRETCH_HOURS) {
      Duration from = Duration.ofHours(hour);
      Duration until = from.plusHours(STRETCH_HOURS);
      text.append(String.format(Locale.ROOT, "| %s | %d to %d | %d | %d | %d | %d |%n",
          rhythm.words(), hour, until.toHours(), simulated.served().between(from, until),
          real.served().between(from, until), simulated.failed().between(from, until),
          real.failed().between(from, until)));
    }
    return text.toString();
  }
}
