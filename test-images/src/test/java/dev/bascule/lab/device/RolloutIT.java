package dev.bascule.lab.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollout from the publisher's command to devices' own: one waits for its turn, one goes first, both are called back. */
final class RolloutIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int NOTHING = 4;

  @TempDir
  private Path bench;
  private Checkout checkout;
  private Workshop workshop;
  private Path before;

  @BeforeEach
  void publish() throws IOException {
    Needs.tools(new Tool("sgdisk", "gdisk"), Tool.of("faketime"));
    checkout = Checkout.find();
    before = content("before", 1);
    workshop = Workshop.create(bench.resolve("workshop"), checkout.basculeImage());
    workshop.build(1, before, 1);
    workshop.publish(1);
    workshop.build(2, content("after", 2), 1);
    workshop.stock(2);
  }

  @Test
  void devicesTakeTheirTurnsAndAreCalledBack() throws IOException {
    Device device = newDevice("ordinary");
    Device first = newDevice("first");
    first.configure("group", "[device]\ngroup = \"canary\"\n");
    workshop.change("rollout", "start", "--repo", "repository", "--model", Workshop.MODEL,
        "--channel", "stable", "--version", "1.0.2", "--first", "canary", "--wave", "100%:6d",
        "--start", Instant.now().plus(Duration.ofHours(1)).toString().substring(0, 19) + "Z");

    itWaitsAndSaysWhen(device);
    update(first, "1.0.2", Slot.B);
    Outcome late = later(device.bascule("check", "--json")).attempt();
    assertThat(late.exitCode()).as(late.toString()).isZero();
    assertThat(new ObjectMapper().readTree(late.output()).path("version").asText())
        .isEqualTo("1.0.2");

    step("halt");
    JsonNode halted = new ObjectMapper().readTree(
        later(device.bascule("check", "--json")).attempt().output());
    assertThat(halted.path("reason").asText()).as(halted.toString()).isEqualTo("halted");
    step("resume");
    activate(device);
    workshop.change("withdraw", "--repo", "repository", "--model", Workshop.MODEL, "--version",
        "1.0.2", "--back-to", "1.0.1");

    itTakesBackWhatItHasNotBooted(device);
    update(first, "1.0.1", Slot.A);
    assertThat(check(first, NOTHING).path("reason").asText()).isEqualTo("up_to_date");
  }

  /** The turn stays the same from look to look and from boot to boot. */
  private void itWaitsAndSaysWhen(Device device) throws IOException {
    JsonNode checked = check(device, NOTHING);
    assertThat(checked.path("reason").asText()).isEqualTo("wave");
    String turn = checked.at("/turn/at").asText();
    assertThat(Instant.parse(turn)).isBetween(Instant.now().plus(Duration.ofMinutes(50)),
        Instant.now().plus(Duration.ofDays(7)));
    assertThat(device.boot()).isEqualTo(Slot.A);
    assertThat(check(device, NOTHING).at("/turn/at").asText()).isEqualTo(turn);
    assertThat(device.bascule("explain").within(LIMIT).run().output())
        .contains("NO  wave", "comes at " + turn, "in wave 1 of 1", "stable offers 1.0.1");
    assertThat(device.bascule("status").within(LIMIT).run().output()).contains("comes at " + turn);
    assertThat(device.bascule("daemon", "--once").within(LIMIT).run().output())
        .contains("comes at " + turn);
    assertThat(device.boot()).isEqualTo(Slot.A);
  }

  /** A person who names the version does not wait for the turn. */
  private static void activate(Device device) throws IOException {
    Outcome outcome = device.bascule("update", "1.0.2").within(LIMIT).attempt();
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
  }

  private static void itTakesBackWhatItHasNotBooted(Device device) throws IOException {
    assertThat(device.bascule("daemon", "--once").within(LIMIT).run().output())
        .contains("is taken back");
    assertThat(device.boot()).isEqualTo(Slot.A);
    assertThat(check(device, NOTHING).path("reason").asText()).isEqualTo("up_to_date");
  }

  private static void update(Device device, String version, Slot slot) throws IOException {
    Outcome outcome = device.bascule("update", "--json").within(LIMIT).attempt();
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(new ObjectMapper().readTree(outcome.output()).path("version").asText())
        .as(outcome.toString())
        .isEqualTo(version);
    assertThat(device.boot()).isEqualTo(slot);
    assertThat(device.bascule("confirm").within(LIMIT).attempt().exitCode()).isZero();
  }

  private void step(String name) throws IOException {
    workshop.change("rollout", name, "--repo", "repository", "--model", Workshop.MODEL, "--channel",
        "stable");
  }

  /** Six days and some hours from now: every turn has come, and the metadata holds. */
  private static Command later(Command command) throws IOException {
    return command.under(Tool.of("faketime").command("-f", "+147h"))
        .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .within(LIMIT);
  }

  private static JsonNode check(Device device, int exit) throws IOException {
    Outcome outcome = device.bascule("check", "--json").within(LIMIT).attempt();
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(exit);
    return new ObjectMapper().readTree(outcome.output());
  }

  private Path content(String name, long seed) throws IOException {
    byte[] content = new byte[1 << 20];
    new Random(seed).nextBytes(content);
    return Files.write(bench.resolve(name), content);
  }

  private Device newDevice(String name) throws IOException {
    Device device =
        workshop.manufacture(bench.resolve(name), before, 1, checkout.bascule());
    assertThat(device.boot()).isEqualTo(Slot.A);
    return device;
  }
}
