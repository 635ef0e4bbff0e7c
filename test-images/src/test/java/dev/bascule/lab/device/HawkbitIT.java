package dev.bascule.lab.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.hawkbit.HawkbitServer;
import dev.bascule.lab.hawkbit.Management;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.web.Certificates;
import dev.bascule.lab.web.Nginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that a real hawkBit tells what to run, from the assignment to the confirmed boot or the way back. */
final class HawkbitIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir
  private static Path bench;
  private static Checkout checkout;
  private static Workshop workshop;
  private static Path before;
  private static HawkbitServer server;
  private static Management fleet;
  private static long first;
  private static long second;

  @BeforeAll
  static void publish() throws IOException {
    Needs.tools(new Tool("sgdisk", "gdisk"));
    checkout = Checkout.find();
    server = HawkbitServer.start(bench.resolve("hawkbit"), checkout);
    fleet = server.management();
    before = content("before", 1);
    workshop = Workshop.create(bench.resolve("workshop"), checkout.basculeImage());
    workshop.build(1, before, 1);
    workshop.publish(1);
    workshop.build(2, content("after", 2), 1, "--floor", "2");
    workshop.stock(2);
    first = fleet.distribution(Workshop.MODEL, "1.0.1");
    second = fleet.distribution(Workshop.MODEL, "1.0.2");
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void closesAnActionOnlyAfterTheConfirmedBootAndNeverGoesBelowTheFloor() throws IOException {
    Device device = newDevice("ordinary");
    assertThat(look(device)).contains("has assigned nothing");
    assertThat(attributes("ordinary").path("bascule_version").asText()).isEqualTo("1.0.1");
    long action = fleet.assign(second, "ordinary", "forced");

    look(device);
    assertThat(device.restartRequested()).isTrue();
    assertThat(last("ordinary", action).path("type").asText()).isEqualTo("running");
    assertThat(device.boot()).isEqualTo(Slot.B);
    assertThat(look(device)).contains("on trial");
    assertThat(status("ordinary", action)).isEqualTo("pending");
    confirm(device);
    look(device);

    assertThat(last("ordinary", action).path("type").asText()).isEqualTo("finished");
    assertThat(last("ordinary", action).path("messages").toString())
        .contains("came from 1.0.1, runs 1.0.2");
    assertThat(status("ordinary", action)).isEqualTo("finished");
    assertThat(attributes("ordinary").path("bascule_version").asText()).isEqualTo("1.0.2");

    long older = fleet.assign(first, "ordinary", "forced");
    look(device);
    assertThat(last("ordinary", older).path("type").asText()).isEqualTo("error");
    assertThat(last("ordinary", older).path("messages").toString()).contains("below the floor 2");
    assertThat(device.restartRequested()).isFalse();
    assertThat(device.boot()).isEqualTo(Slot.B);
  }

  @Test
  void tellsWhyItFellBack() throws IOException {
    Device device = newDevice("unhealthy");
    device.addCheck("10-never", "[ \"$BASCULE_SLOT\" = A ] || { echo it does not work; exit 1; }");
    look(device);
    long action = fleet.assign(second, "unhealthy", "soft");

    look(device);
    assertThat(device.boot()).isEqualTo(Slot.B);
    assertThat(device.bascule("confirm").within(LIMIT).attempt().exitCode()).isEqualTo(5);
    assertThat(device.boot()).isEqualTo(Slot.A);
    look(device);

    JsonNode told = last("unhealthy", action);
    assertThat(told.path("type").asText()).as(told.toString()).isEqualTo("error");
    assertThat(told.path("messages").toString())
        .contains("fell back from 1.0.2 in slot B to 1.0.1 in slot A (failed health)",
            "evidence: ", "it does not work");
    assertThat(attributes("unhealthy").path("bascule_state").asText()).isEqualTo("fell_back");
  }

  @Test
  void givesUpWhatIsCancelled() throws IOException {
    Device device = newDevice("cancelled");
    look(device);
    long action = fleet.assign(second, "cancelled", "forced");
    look(device);

    fleet.cancel("cancelled", action);
    assertThat(look(device)).contains("is cancelled");
    assertThat(status("cancelled", action)).isEqualTo("finished");
    assertThat(last("cancelled", action).path("type").asText()).isEqualTo("canceled");
    assertThat(device.boot()).isEqualTo(Slot.A);
  }

  @Test
  void installsButDoesNotActivateWhileTheMaintenanceWindowIsClosed() throws IOException {
    Device device = newDevice("maintained");
    look(device);
    fleet.assignAtNight(second, "maintained");

    assertThat(look(device)).contains("the fleet's server says to wait");
    assertThat(device.bascule("status").within(LIMIT).run().output())
        .contains("1.0.2", "not activated");
    assertThat(device.boot()).isEqualTo(Slot.A);
    assertThat(device.bascule("explain").within(LIMIT).run().output())
        .contains("yes assigned", "assigned 1.0.2");
    assertThat(device.bascule("doctor").within(LIMIT).attempt().output())
        .contains("wants 1.0.2", "it answers and knows the device");
  }

  @Test
  void goesOnWhereTheServerHasForgottenTheAction() throws IOException {
    Device device = newDevice("forgotten");
    look(device);
    long action = fleet.assign(second, "forgotten", "forced");
    look(device);
    assertThat(device.boot()).isEqualTo(Slot.B);
    confirm(device);
    fleet.cancel("forgotten", action);
    fleet.quit("forgotten", action);

    assertThat(look(device)).contains("has assigned nothing");
    assertThat(attributes("forgotten").path("bascule_version").asText()).isEqualTo("1.0.2");
  }

  @Test
  void takesNothingThatTheRepositoryHasNotSigned() throws IOException {
    Device device = newDevice("deceived");
    look(device);
    byte[] disk = Files.readAllBytes(device.disk().file());
    long action =
        fleet.assign(fleet.distribution(Workshop.MODEL, "6.6.6"), "deceived", "forced");

    look(device);

    JsonNode told = last("deceived", action);
    assertThat(told.path("type").asText()).as(told.toString()).isEqualTo("error");
    assertThat(told.path("messages").toString()).contains("no signed image 6.6.6");
    assertThat(Files.readAllBytes(device.disk().file())).isEqualTo(disk);
    long foreign = fleet.assign(fleet.distribution("other", "1.0.2"), "deceived", "forced");
    look(device);
    assertThat(last("deceived", foreign).path("messages").toString())
        .contains("expected one software module named lab-board");
    assertThat(Files.readAllBytes(device.disk().file())).isEqualTo(disk);
  }

  @Test
  void tellsOfATechniciansRollbackAndDoesNotUndoIt() throws IOException {
    Device device = newDevice("technician");
    look(device);
    long action = fleet.assign(second, "technician", "forced");
    look(device);
    assertThat(device.boot()).isEqualTo(Slot.B);
    assertThat(device.bascule("rollback", "--yes", "--reason", "the scale shows nonsense")
        .within(LIMIT)
        .attempt()
        .exitCode()).isZero();
    assertThat(device.boot()).isEqualTo(Slot.A);
    look(device);

    assertThat(last("technician", action).path("type").asText()).isEqualTo("error");
    assertThat(last("technician", action).path("messages").toString())
        .contains("rolled back on the device by", "the scale shows nonsense");
    assertThat(attributes("technician").path("bascule_held").asText()).contains("1.0.2 by");
    assertThat(device.bascule("explain").within(LIMIT).run().output())
        .contains("NO  assigned", "has assigned nothing");
  }

  @Test
  void showsATokenOfItsOwn() throws IOException {
    Device device = newDevice("known");
    look(device);
    String token = fleet.get("targets/known").path("securityToken").asText();
    assertThat(token).hasSizeGreaterThan(20);
    secret(device, token);
    connect(device, "known", server.url().toString(), "target_token");
    long action = fleet.assign(second, "known", "forced");

    look(device);
    assertThat(last("known", action).path("type").asText()).isEqualTo("running");

    secret(device, token + "x");
    sleepAsTheServerAsks();
    Outcome stranger = device.bascule("daemon", "--once").within(LIMIT).attempt();
    assertThat(stranger.exitCode()).isNotZero();
    assertThat(stranger.errors()).contains("answered 401", "it does not take the device's token");
  }

  @Test
  void comesByTlsToAPinnedAuthority() throws IOException {
    Needs.tools(Nginx.TOOL);
    Certificates certificates = Certificates.create(bench.resolve("certificates"));
    int port = Nginx.freePort();
    try (Nginx front = Nginx.start(bench.resolve("front"), port, """
      server {
        listen 127.0.0.1:%d ssl;
        ssl_certificate %s; ssl_certificate_key %s;
        location / {
          proxy_pass %s;
          proxy_set_header X-Forwarded-Proto https;
          proxy_set_header X-Forwarded-Host 127.0.0.1;
          proxy_set_header X-Forwarded-Port %1$d;
        }
      }
      """.formatted(port, certificates.file("server.pem"), certificates.file("server.key"),
        server.url()))) {
      Device device = newDevice("secret");
      connect(device, "secret", "https://127.0.0.1:" + port + "/", "gateway_token");
      Outcome distrusted = device.bascule("daemon", "--once").within(LIMIT).attempt();
      assertThat(distrusted.exitCode()).isNotZero();
      assertThat(distrusted.errors()).contains("no secure connection");

      Files.copy(certificates.file("ca.pem"), device.root().resolve("etc/bascule/ca.pem"));
      device.configure("authority", "[source]\nca = \"/etc/bascule/ca.pem\"\n");
      look(device);
      long action = fleet.assign(second, "secret", "forced");
      look(device);

      assertThat(last("secret", action).path("type").asText()).isEqualTo("running");
      assertThat(front.asked()).anyMatch(line -> line.contains("/deploymentBase/"));
      assertThat(device.boot()).isEqualTo(Slot.B);
    }
  }

  private static String look(Device device) throws IOException {
    sleepAsTheServerAsks();
    Outcome outcome =
        device.bascule("daemon", "--once", "--reboot").within(LIMIT).attempt();
    assertThat(outcome.exitCode()).as(outcome + server.logTail()).isZero();
    return outcome.toString();
  }

  /** The server of the tests asks for a second. */
  private static void sleepAsTheServerAsks() {
    try {
      Thread.sleep(Duration.ofMillis(1100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void confirm(Device device) throws IOException {
    assertThat(device.bascule("confirm").within(LIMIT).attempt().exitCode()).isZero();
  }

  private static JsonNode last(String name, long action) throws IOException {
    return fleet.told(name, action).path(0);
  }

  private static String status(String name, long action) throws IOException {
    return fleet.get("targets/" + name + "/actions/" + action).path("status").asText();
  }

  private static JsonNode attributes(String name) throws IOException {
    return fleet.get("targets/" + name + "/attributes");
  }

  private static Path content(String name, long seed) throws IOException {
    byte[] content = new byte[1 << 20];
    new Random(seed).nextBytes(content);
    return Files.write(bench.resolve(name), content);
  }

  private static Device newDevice(String name) throws IOException {
    Device device =
        workshop.manufacture(bench.resolve(name), before, 1, checkout.bascule());
    secret(device, HawkbitServer.GATEWAY_TOKEN);
    connect(device, name, server.url().toString(), "gateway_token");
    assertThat(device.boot()).isEqualTo(Slot.A);
    return device;
  }

  private static void secret(Device device, String token) throws IOException {
    Path file = Files.writeString(device.root().resolve("etc/bascule/token"), token + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Tells the device where its hawkBit is, and what its token is. */
  private static void connect(Device device, String name, String url, String credential)
      throws IOException {
    device.configure("hawkbit", """
      [hawkbit]
      url = "%s"
      controller_id = "%s"
      %s = "/etc/bascule/token"
      """.formatted(url, name, credential));
  }
}
