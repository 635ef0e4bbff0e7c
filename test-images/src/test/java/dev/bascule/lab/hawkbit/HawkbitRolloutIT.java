package dev.bascule.lab.hawkbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.image.Version;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Outcome;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.WebClient;
import dev.bascule.updater.source.WebSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The publisher's push to a real hawkBit, and a hundred devices that follow its rollouts: a good release goes from group to
 * group, a bad one stops by itself.
 */
final class HawkbitRolloutIT {

  private static final int DEVICES = 100;
  private static final int GROUPS = 4;
  private static final int MOST_ROUNDS = 60;
  private static final Version BAD = Version.parse("1.0.3");

  @TempDir
  private Path bench;
  private Checkout checkout;
  private Workshop workshop;
  private HawkbitServer server;

  private WebClient web;

  @BeforeEach
  void publish() throws IOException {
    checkout = Checkout.find();
    workshop = Workshop.create(bench.resolve("workshop"), checkout.basculeImage());
    for (int release = 1; release <= 3; release++) {
      workshop.build(release, Files.write(bench.resolve("root" + release), new byte[1 << 20]), 1);
      workshop.stock(release);
    }
    web = new WebClient(WebSettings.of(HttpLimits.standard()));
    server = HawkbitServer.start(bench.resolve("hawkbit"), checkout);
  }

  @AfterEach
  void stop() throws IOException {
    web.close();
    server.close();
  }

  @Test
  void aGoodReleaseGoesFromGroupToGroupAndABadOneStops()
      throws IOException, InterruptedException {
    List<SimulatedTarget> fleet = fleet();
    round(fleet);
    JsonNode dry = push("1.0.2", "good", "--dry-run");
    assertThat(dry.at("/module/id").asLong()).isZero();
    assertThat(server.management().get("softwaremodules").path("total").asInt()).isZero();

    long good = push("1.0.2", "good", "--start").at("/rollout/id").asLong();
    assertThat(firstGroup(fleet, good)).isEqualTo(DEVICES / GROUPS);
    roundsUntil(fleet, good, "finished");
    assertThat(count(fleet, "1.0.2")).isEqualTo(DEVICES);

    long bad = push("1.0.3", "bad", "--start").at("/rollout/id").asLong();
    assertThat(firstGroup(fleet, bad)).isEqualTo(DEVICES / GROUPS);
    roundsUntil(fleet, bad, "paused");
    for (int i = 0; i < 3; i++) {
      assertThat(round(fleet)).as("nobody else begins").isZero();
    }
    assertThat(count(fleet, "1.0.2")).isEqualTo(DEVICES);
    itUsesWhatIsThere();
  }

  private void itUsesWhatIsThere() throws IOException {
    JsonNode again = push("1.0.3", "again", "--dry-run");
    assertThat(again.at("/module/made").asBoolean()).isFalse();
    assertThat(again.at("/set/made").asBoolean()).isFalse();
    Outcome taken = command("1.0.3", "bad").attempt();
    assertThat(taken.exitCode()).isEqualTo(1);
    assertThat(taken.errors()).contains("has a rollout bad already");
    Outcome unpublished = command("6.6.6", "ugly").attempt();
    assertThat(unpublished.exitCode()).isEqualTo(3);
    assertThat(unpublished.errors()).contains("devices would refuse it");
  }

  private List<SimulatedTarget> fleet() throws IOException {
    List<SimulatedTarget> fleet = new ArrayList<>();
    for (int i = 0; i < DEVICES; i++) {
      fleet.add(new SimulatedTarget(server.url(), "device-" + i, Workshop.MODEL,
          Version.parse("1.0.1"), Files.createDirectory(bench.resolve("device-" + i)), web));
    }
    return fleet;
  }

  /** How many devices begin in one round, once the server has begun. */
  private long firstGroup(List<SimulatedTarget> fleet, long rollout)
      throws IOException, InterruptedException {
    for (int i = 0; i < MOST_ROUNDS && !status(rollout).equals("running"); i++) {
      Thread.sleep(500);
    }
    return round(fleet);
  }

  private void roundsUntil(List<SimulatedTarget> fleet, long rollout, String wanted)
      throws IOException, InterruptedException {
    String status = "";
    for (int i = 0; i < MOST_ROUNDS && !status.equals(wanted); i++) {
      round(fleet);
      Thread.sleep(500);
      status = status(rollout);
    }
    assertThat(status).as(server.logTail()).isEqualTo(wanted);
  }

  private String status(long rollout) throws IOException {
    return server.management().get("rollouts/" + rollout).path("status").asText();
  }

  private static long round(List<SimulatedTarget> fleet) throws IOException {
    long begun = 0;
    for (SimulatedTarget device : fleet) {
      begun += device.look(Workshop.MODEL, version -> !version.equals(BAD)) ? 1 : 0;
    }
    return begun;
  }

  private static long count(List<SimulatedTarget> fleet, String version) {
    return fleet.stream().filter(device -> device.running().toString().equals(version)).count();
  }

  private JsonNode push(String version, String rollout, String... more) throws IOException {
    return new ObjectMapper().readTree(command(version, rollout, more).run().output());
  }

  private Command command(String version, String rollout, String... more) throws IOException {
    Path password = bench.resolve("password");
    Files.writeString(password, HawkbitServer.PASSWORD + "\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    List<String> words = new ArrayList<>(List.of("hawkbit", "push", "--json",
        "--server", server.url().toString(), "--user", HawkbitServer.USER,
        "--passphrase-file", password.toString(),
        "--repo", workshop.repository().toString(), "--model", Workshop.MODEL,
        "--version", version, "--rollout", rollout,
        "--targets", "attribute.bascule_model==" + Workshop.MODEL,
        "--groups", Integer.toString(GROUPS), "--success", "80", "--error", "20"));
    words.addAll(List.of(more));
    return checkout.basculeImage()
        .command(words.toArray(String[]::new))
        .within(Duration.ofMinutes(3));
  }
}
