package dev.bascule.updater.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.bascule.updater.config.BuiltInChecks;
import dev.bascule.updater.config.Demand;
import dev.bascule.updater.config.HostPort;
import dev.bascule.updater.config.MountPoint;
import dev.bascule.updater.process.Ending;
import dev.bascule.updater.process.ProgramRun;
import dev.bascule.updater.process.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInProbesTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String HASH = "a1".repeat(32);

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path proc;
  private Map<String, ProgramRun> programs = Map.of();

  @Test
  void asksNothingThatWasNotConfigured() {
    assertThat(probes(BuiltInChecks.none(), HASH)).isEmpty();
  }

  @Test
  void wantsItsUnitsActive() throws IOException {
    programs = Map.of("systemctl is-active -- a.service", ran(0, "active\n"),
        "systemctl is-active -- b.service", ran(3, "inactive\n"));
    BuiltInChecks checks = new BuiltInChecks(List.of("a.service", "b.service"), Demand.OFF,
        List.of(), List.of(), List.of(), List.of(), Demand.OFF, Demand.OFF);

    assertThat(ask(checks, null)).containsExactly("unit a.service: ok",
        "unit b.service: expected active, found inactive");
  }

  @Test
  void allowsOnlyTheUnitsToFailThatMay() throws IOException {
    programs = Map.of(
        "systemctl list-units --state=failed --plain --no-legend --no-pager --full",
        ran(0, "a.service loaded failed failed A thing\nb.mount    loaded failed failed /b\n"));

    assertThat(ask(failedUnits("a.service", "b.mount"), null)).containsExactly("failed units: ok");
    assertThat(ask(failedUnits("a.service"), null)).containsExactly("failed units: b.mount");
  }

  @Test
  void countsAgainstTheSystemThatItCannotLook() throws IOException {
    assertThat(HealthCheck.builtIn(probes(failedUnits(), null).getFirst()).run(LIMIT).words())
        .isEqualTo("could not be run: systemctl list-units: could not be run: none here: ");
  }

  @Test
  void findsMountsAsTheKernelListsThem() throws IOException {
    Files.createDirectory(proc.resolve("self"));
    Files.writeString(proc.resolve("self/mounts"), """
      /dev/sda1 / erofs ro,relatime 0 0
      /dev/sda5 /var ext4 rw,relatime 0 0
      /dev/sda6 /my\\040data ext4 ro 0 0
      """);
    BuiltInChecks checks = new BuiltInChecks(List.of(), Demand.OFF, List.of(),
        List.of(new MountPoint("/var", true), new MountPoint("/my data", false),
            new MountPoint("/my data", true), new MountPoint("/srv", false)),
        List.of(), List.of(), Demand.OFF, Demand.OFF);

    assertThat(ask(checks, null)).containsExactly("mount /var rw: ok", "mount /my data: ok",
        "mount /my data rw: expected a writable mount, found ro",
        "mount /srv: nothing is mounted there");
  }

  @Test
  void asksRealPorts() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext("/good", exchange -> {
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    server.createContext("/bad", exchange -> {
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
    });
    server.start();
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
      closed = socket.getLocalPort();
    }
    String place = "127.0.0.1:" + server.getAddress().getPort();
    try {
      BuiltInChecks checks = new BuiltInChecks(List.of(), Demand.OFF, List.of(), List.of(),
          List.of(URI.create("http://" + place + "/good"),
              URI.create("http://" + place + "/bad")),
          List.of(HostPort.parse(place), HostPort.parse("127.0.0.1:" + closed)), Demand.OFF,
          Demand.OFF);

      assertThat(ask(checks, null)).containsExactly("tcp " + place + ": ok",
          "tcp 127.0.0.1:" + closed + ": no connection: Connection refused",
          "http http://" + place + "/good: ok",
          "http http://" + place + "/bad: expected a status from 200 to 299, found 503");
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"quiet roothash=HASH ro", "systemd.verity_root_hash=HASH",
      "dm-mod.create=\"root,,,ro, 0 8192 verity 1 /dev/sda2 /dev/sda2 4096 4096 1024 1024 sha256 HASH cafe\""})
  void readsTheRootHashFromTheCommandLine(String line) throws IOException {
    Files.writeString(proc.resolve("cmdline"), line.replace("HASH", HASH) + "\n");
    assertThat(ask(rootHash(Demand.WANTED), HASH)).containsExactly("running root: ok");

    Files.writeString(proc.resolve("cmdline"), line.replace("HASH", "b2".repeat(32)) + "\n");
    assertThat(ask(rootHash(Demand.WANTED), HASH)).containsExactly("running root: expected the "
        + "root hash " + HASH + ", found [" + "b2".repeat(32) + "]");
  }

  @Test
  void believesTheLiveTableMoreThanTheCommandLine() throws IOException {
    Files.writeString(proc.resolve("cmdline"), "roothash=" + HASH + "\n");
    programs = Map.of("dmsetup table --target verity", ran(0, "root: 0 8192 verity 1 253:1 253:1 "
        + "4096 4096 1024 1024 sha256 " + "b2".repeat(32) + " cafe 1 ignore_zero_blocks\n"));

    assertThat(ask(rootHash(Demand.WANTED), HASH).getFirst()).contains("found [b2b2");
  }

  @Test
  void failsWithoutARootHashOnlyWhereTheKernelMustTellOne() throws IOException {
    Files.writeString(proc.resolve("cmdline"), "quiet\n");

    assertThat(ask(rootHash(Demand.WANTED), HASH)).containsExactly("running root: ok");
    assertThat(ask(rootHash(Demand.REQUIRED), HASH).getFirst())
        .endsWith("but the kernel tells none");
    assertThat(ask(rootHash(Demand.REQUIRED), null)).isEmpty();
  }

  private static BuiltInChecks failedUnits(String... allowed) {
    return new BuiltInChecks(List.of(), Demand.REQUIRED, List.of(allowed), List.of(), List.of(),
        List.of(), Demand.OFF, Demand.OFF);
  }

  private static BuiltInChecks rootHash(Demand demand) {
    return new BuiltInChecks(List.of(), Demand.OFF, List.of(), List.of(), List.of(), List.of(),
        Demand.OFF, demand);
  }

  private List<Probe> probes(BuiltInChecks checks, @Nullable String signedRoot) {
    Programs runner = (words, limit) -> programs.getOrDefault(String.join(" ", words),
        new ProgramRun(new Ending.NotStarted("none here"), Duration.ZERO, ""));
    return new BuiltInProbes(checks, runner, proc).probes(signedRoot);
  }

  private List<String> ask(BuiltInChecks checks, @Nullable String signedRoot) throws IOException {
    List<String> answers = new java.util.ArrayList<>();
    for (Probe probe : probes(checks, signedRoot)) {
      Optional<String> wrong = probe.ask(LIMIT);
      answers.add(probe.name() + ": " + wrong.orElse("ok"));
    }
    return answers;
  }

  private static ProgramRun ran(int exit, String output) {
    return new ProgramRun(new Ending.Exited(exit), Duration.ZERO, output);
  }
}
