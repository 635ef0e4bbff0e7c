package dev.bascule.updater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.updater.calendar.CalendarExpression;
import dev.bascule.updater.config.PolicySettings;
import dev.bascule.updater.config.Step;
import dev.bascule.updater.config.Window;
import dev.bascule.updater.process.Ending;
import dev.bascule.updater.process.ProgramRun;
import dev.bascule.updater.process.Programs;
import dev.bascule.updater.process.SystemPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatesTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Window NIGHT = new Window(CalendarExpression.parse("Mon..Fri 23:00"),
      Duration.ofHours(3), Set.of(Step.INSTALL, Step.REBOOT));

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path directory;
  private Map<String, String> answers = Map.of();

  @Test
  void isOpenWhereNothingIsSaid() throws IOException {
    assertThat(gates("2026-11-26T12:00:00Z", List.of()).ask(Step.REBOOT))
        .isEqualTo(new Opening.Open());
  }

  /** 26 November 2026 is a Thursday; Berlin is an hour ahead. */
  @Test
  void opensAndClosesWithItsWindowInLocalTime() throws IOException {
    assertThat(ask("2026-11-26T21:59:59Z", Step.INSTALL)).isInstanceOf(Opening.Closed.class);
    assertThat(ask("2026-11-26T22:00:00Z", Step.INSTALL)).isEqualTo(new Opening.Open());
    assertThat(ask("2026-11-27T00:59:59Z", Step.INSTALL)).isEqualTo(new Opening.Open());
    assertThat(ask("2026-11-27T01:00:00Z", Step.INSTALL)).isEqualTo(new Opening.Closed(
        "the window to install opens at 2026-11-27T23:00+01:00",
        Instant.parse("2026-11-27T22:00:00Z")));
    assertThat(ask("2026-11-28T12:00:00Z", Step.REBOOT)).isEqualTo(new Opening.Closed(
        "the window to reboot opens at 2026-11-30T23:00+01:00",
        Instant.parse("2026-11-30T22:00:00Z")));
    assertThat(ask("2026-11-26T12:00:00Z", Step.ACTIVATE)).isEqualTo(new Opening.Open());
  }

  @Test
  void waitsForAConnectionThatIsNotMetered() throws IOException {
    String question = "busctl --json=short get-property org.freedesktop.NetworkManager "
        + "/org/freedesktop/NetworkManager org.freedesktop.NetworkManager Metered";
    answers = Map.of(question, "{\"type\":\"u\",\"data\":3}");
    assertThat(gates("2026-11-26T12:00:00Z", List.of()).ask(Step.INSTALL))
        .isEqualTo(new Opening.Closed("the connection is metered, says NetworkManager", null));

    answers = Map.of(question, "{\"type\":\"u\",\"data\":4}");
    assertThat(gates("2026-11-26T12:00:00Z", List.of()).ask(Step.INSTALL))
        .isEqualTo(new Opening.Open());
    Files.createFile(directory.resolve("metered"));
    assertThat(gates("2026-11-26T12:00:00Z", List.of()).ask(Step.INSTALL))
        .isInstanceOf(Opening.Closed.class);
    assertThat(gates("2026-11-26T12:00:00Z", List.of()).ask(Step.REBOOT))
        .isEqualTo(new Opening.Open());
  }

  @Test
  void waitsForThoseWhoInhibitARestart() throws IOException {
    answers = Map.of("busctl --json=short call org.freedesktop.login1 /org/freedesktop/login1 "
        + "org.freedesktop.login1.Manager ListInhibitors",
        """
          {"type":"a(ssssuu)","data":[[
            ["sleep","UPower","battery","delay",0,1],["shutdown","cups","printing","delay",0,2],
            ["idle:shutdown","infusion pump","a patient is connected","block",1000,3]]]}
          """);

    assertThat(gates("2026-11-26T12:00:00Z", List.of()).ask(Step.REBOOT)).isEqualTo(
        new Opening.Closed("infusion pump inhibits a restart: a patient is connected", null));
  }

  @Test
  void asksItsHooksLast() throws IOException {
    Path hooks = Files.createDirectories(directory.resolve("hook/before-reboot.d"));
    Path hook =
        Files.writeString(hooks.resolve("10-brew"), "#!/bin/sh\necho still brewing\nexit 75\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    Programs programs =
        new SystemPrograms(Path.of("/proc"), Map.of(), SystemPrograms.OUTPUT);

    Gates gates = gates("2026-11-26T12:00:00Z", List.of(), programs);
    assertThat(gates.ask(Step.REBOOT)).isEqualTo(new Opening.Closed(
        "the hook " + hook + " says no: exit 75: still brewing", null));
    assertThat(gates.ask(Step.ACTIVATE)).isEqualTo(new Opening.Open());
  }

  private Opening ask(String now, Step step) throws IOException {
    return gates(now, List.of(NIGHT)).ask(step);
  }

  private Gates gates(String now, List<Window> windows) {
    return gates(now, windows, (words, limit) -> {
      String answer = answers.get(String.join(" ", words));
      return new ProgramRun(answer == null
          ? new Ending.NotStarted("no " + words.getFirst())
          : new Ending.Exited(0), Duration.ZERO, answer == null ? "" : answer);
    });
  }

  private Gates gates(String now, List<Window> windows, Programs programs) {
    PolicySettings policy = new PolicySettings(windows, true, true,
        List.of(directory.resolve("hook")), Duration.ofSeconds(30));
    return new Gates(policy, programs, new SystemdSurroundings(programs, directory),
        Clock.fixed(Instant.parse(now), ZoneOffset.UTC), BERLIN);
  }
}
