package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bascule.updater.bus.BusServer;
import dev.bascule.updater.cli.PrivateBus.Call;
import dev.bascule.updater.config.ConfigurationFiles;
import dev.bascule.updater.process.Tool;
import dev.bascule.updater.progress.Progress;
import dev.bascule.updater.service.Reply;
import dev.bascule.updater.service.ServiceListener;
import dev.bascule.updater.service.UpdateService;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The device on a bus: the real dbus-daemon with the policy that is shipped, the real polkitd with the actions and rules that
 * are shipped, and clients that know nothing of Bascule: busctl, gdbus and RAUC's own command.
 */
class BusTest {

  private static final String NAME = "dev.bascule.Updater1";
  private static final String PATH = "/dev/bascule/Updater1";

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before all tests
  private static Path shared;
  @SuppressWarnings("NullAway.Init") // made before all tests
  private static PrivateBus bus;
  @SuppressWarnings("NullAway.Init") // made before all tests
  private static byte[] disk;

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path directory;
  @SuppressWarnings("NullAway.Init") // made before each test
  private Bench bench;
  @SuppressWarnings("NullAway.Init") // made before each test
  private UpdateService service;
  @SuppressWarnings("NullAway.Init") // made before each test
  private BusServer server;

  @BeforeAll
  static void startBus() throws IOException {
    List.of("dbus-daemon", "busctl", "gdbus", "rauc", "setpriv", "unshare")
        .forEach(Tool::require);
    assumeTrue("root".equals(System.getProperty("user.name")),
        "only root can be other users, and mount");
    disk = Bench.disk(shared);
    bus = new PrivateBus(shared);
    bus.startPolkit();
  }

  @AfterAll
  @SuppressWarnings("NullAway") // null where the tests were skipped
  static void stopBus() {
    if (bus != null) {
      bus.close();
    }
  }

  @BeforeEach
  void serve() throws IOException {
    bench = new Bench(directory, disk);
    bench.configure("[bus]\nrauc = true\n");
    bench.write("etc/passwd", "root:x:0:0::/:/bin/sh\ntina:x:4242:4242::/:/bin/sh\n");
    service = new UpdateService(ConfigurationFiles.read(directory));
    server = BusServer.open(bus.address(), service, true);
  }

  @AfterEach
  void leave() {
    server.close();
    service.close();
  }

  @Test
  void tellsAStrangerAllThatItIs() throws IOException {
    String known = bus.call(List.of("busctl", "--system", "introspect", NAME, PATH)).output();

    assertThat(known.lines().map(line -> line.replaceAll(" +", " ")))
        .anyMatch(line -> line.startsWith(".Rollback method sb s"))
        .anyMatch(line -> line.startsWith(".InstallBundle method ssbb u"))
        .anyMatch(line -> line.startsWith(".InstallDescriptor method hsbb u"))
        .anyMatch(line -> line.startsWith(".Finished signal uss"))
        .anyMatch(line -> line.startsWith(".State property s \"idle\" emits-change"))
        .anyMatch(line -> line.startsWith(".Slots property a{sa{sv}} 2 \"A\""))
        .anyMatch(line -> line.startsWith(".Progress property a{sv} "));
  }

  @Test
  void letsAnybodyLookAndNobodyChange() throws IOException {
    bench.stage();
    assertThat(nobody("get-property", NAME, PATH, NAME, "State").output())
        .isEqualTo("s \"staged\"\n");
    assertThat(nobody("call", NAME, PATH, NAME, "Status").exit()).isZero();

    for (List<String> call : List.of(List.of("Activate"), List.of("Cancel"),
        List.of("Rollback", "sb", "", "false"), List.of("Mark", "sss", "bad", "B", ""),
        List.of("Reboot"), List.of("Install", "sb", "", "true"),
        List.of("InstallBundle", "ssbb", "/x.bascule", "", "false", "true"))) {
      Call refused = nobody(with(List.of("call", NAME, PATH, NAME), call));
      assertThat(refused.exit()).as("%s", call).isNotZero();
      assertThat(refused.output()).as("%s", call).contains("not authorized: dev.bascule.updater1.");
    }
    assertThat(nobody("set-property", NAME, PATH, NAME, "State", "s", "idle").exit()).isNotZero();
    assertThat(nobody("call", "de.pengutronix.rauc", "/", "de.pengutronix.rauc.Installer",
        "Mark", "ss", "bad", "other").output()).contains("not authorized");
    assertThat(bench.bascule("status")).isZero();
    assertThat(bench.out()).contains("is installed in slot B, not activated");
    assertThat(bench.restarted()).doesNotExist();
  }

  @Test
  void letsATechnicianRollBackAndNothingElse() throws IOException {
    bench.confirmNew();
    List<String> rollback =
        List.of("busctl", "--system", "call", NAME, PATH, NAME, "Rollback", "sb", "too slow");

    assertThat(bus.callAs(PrivateBus.TECHNICIAN, with(rollback, List.of("true"))).output())
        .contains("not authorized: dev.bascule.updater1.rollback-below-floor");
    assertThat(bus.callAs(PrivateBus.TECHNICIAN, List.of("busctl", "--system", "call", NAME, PATH,
        NAME, "Install", "sb", "", "true")).exit()).isNotZero();
    Call done = bus.callAs(PrivateBus.TECHNICIAN, with(rollback, List.of("false")));
    assertThat(done.output()).contains("slot A is the next to boot");
    assertThat(done.exit()).isZero();

    bench.bascule("history", "-n", "1");
    assertThat(bench.out()).contains("rolled back", "by=tina", "why=too slow");
  }

  @Test
  void tellsOfWhatItDoesAsItDoesIt() throws IOException {
    bench.stage();
    Process monitor = bus.start(List.of("gdbus", "monitor", "--system", "--dest", NAME));
    try (BufferedReader heard = monitor.inputReader(StandardCharsets.UTF_8)) {
      awaitLine(heard, "is owned by");

      assertThat(gdbus("Activate").output()).contains("\"reboot_needed\":true");
      awaitLine(heard, "'State': <'activated'>");
      assertThat(gdbus("Check").output()).isEqualTo("(uint32 1,)\n");
      awaitLine(heard, "'Operation': <'check'>");
      assertThat(awaitLine(heard, NAME + ".Finished")).contains("(uint32 1, 'check', ",
          "no repository is configured");
    }
  }

  @Test
  void finishesWhatItDoesThoughTheBusIsGone() throws Exception {
    bench.stage();
    CompletableFuture<String> finished = new CompletableFuture<>();
    service.listen(new ServiceListener() {
      @Override
      public void progressed(Progress progress) {}

      @Override
      public void finished(int job, String verb, Reply reply) {
        finished.complete(verb);
      }

      @Override
      public void changed() {}
    });
    server.close();

    service.check();

    assertThat(finished.get(1, TimeUnit.MINUTES)).isEqualTo("check");
  }

  @Test
  void isAskedByTheCommand() throws IOException {
    bench.confirmNew();

    assertThat(bench.bascule("rollback", "--yes", "--reason", "slow", "--bus", bus.address(),
        "--json")).as(bench.err()).isZero();
    assertThat(bench.json().path("reboot_needed").booleanValue()).isTrue();
    assertThat(bench.bascule("cancel", "--bus", bus.address())).as(bench.err()).isZero();
    assertThat(bench.out()).contains("the rollback to slot A is taken back");
    assertThat(bench.bascule("mark", "retry", "7.0.0", "--bus", bus.address())).isZero();
    assertThat(bench.out()).contains("neither quarantined nor held");
    assertThat(bench.bascule("cancel", "--bus", bus.address())).isEqualTo(ExitCode.ERROR);
    assertThat(bench.err()).contains("nothing waits for a restart").doesNotContain("the daemon:");
  }

  @Test
  void isRaucForThoseWhoKnowNoOther() throws IOException {
    bench.confirmNew();
    String status =
        bus.call(List.of("rauc", "status", "--detailed", "--output-format=shell")).output();
    assertThat(status).contains("RAUC_SYSTEM_COMPATIBLE='edge'", "RAUC_SYSTEM_BOOTED_BOOTNAME='B'",
        "RAUC_BOOT_PRIMARY='rootfs.1'", "RAUC_SLOT_STATUS_BUNDLE_VERSION_");

    assertThat(bus.call(List.of("rauc", "status", "mark-active", "other")).output())
        .contains("slot A is the next to boot");
    assertThat(bus.call(List.of("busctl", "--system", "call", "de.pengutronix.rauc", "/",
        "de.pengutronix.rauc.Installer", "Install", "s", "x.raucb")).output())
        .contains("source: expected an absolute path or a URL");
    Path noBundle = bench.write("x.raucb", "no bundle at all");
    Call installed = bus.call(List.of("rauc", "install", noBundle.toString()));
    assertThat(installed.exit()).isNotZero();
    assertThat(installed.output()).contains("x.raucb", "failed");
  }

  @Test
  void hasRaucsInterfaceAsRaucDescribesIt() throws IOException {
    String known = bus.call(List.of("busctl", "--system", "introspect", "de.pengutronix.rauc", "/",
        "de.pengutronix.rauc.Installer")).output();

    assertThat(known.lines().map(line -> line.replaceAll(" +", " ").strip())).contains(
        ".GetPrimary method - s -",
        ".GetSlotStatus method - a(sa{sv}) -",
        ".InspectBundle method sa{sv} a{sv} -",
        ".Install method s - -",
        ".InstallBundle method sa{sv} - -",
        ".Completed signal i - -")
        .anyMatch(line -> line.startsWith(".Info method s ss"))
        .anyMatch(line -> line.startsWith(".Mark method ss ss"))
        .anyMatch(line -> line.startsWith(".Progress property (isi) "))
        .anyMatch(line -> line.startsWith(".Operation property s \"idle\" "))
        .anyMatch(line -> line.startsWith(".LastError property s \"\" "));
    assertThat(rauc("InspectBundle", "sa{sv}", "/x.bascule", "0").output())
        .contains("no such file");
    assertThat(
        rauc("InstallBundle", "sa{sv}", "/x.bascule", "1", "require-manifest-hash", "s", "00")
            .output())
        .contains("args: expected none but transaction-id, found require-manifest-hash");
    assertThat(nobody("call", "de.pengutronix.rauc", "/", "de.pengutronix.rauc.Installer", "Info",
        "s", "/etc/shadow").output()).contains("not authorized: dev.bascule.updater1.install");
  }

  private static Call rauc(String method, String... arguments) throws IOException {
    return bus.call(with(List.of("busctl", "--system", "call", "de.pengutronix.rauc", "/",
        "de.pengutronix.rauc.Installer", method), List.of(arguments)));
  }

  @Test
  void leavesWhenNothingIsAskedForAndComesBackWhenItIs() throws Exception {
    Thread serving = Thread.ofPlatform().start(() -> {
      try {
        server.serve(Duration.ofSeconds(2));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });

    assertThat(serving.join(Duration.ofMinutes(1))).isTrue();

    assertThat(bus.call(List.of("busctl", "--system", "status", NAME)).exit()).isNotZero();
  }

  private static String awaitLine(BufferedReader heard, String part) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = heard.readLine(); line != null; line = heard.readLine()) {
      lines.add(line);
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("expected " + part + ", heard " + lines);
  }

  private static Call gdbus(String method, String... arguments) throws IOException {
    return bus.call(with(List.of("gdbus", "call", "--system", "--dest", NAME, "--object-path", PATH,
        "--method", NAME + "." + method), List.of(arguments)));
  }

  private static Call nobody(String... arguments) throws IOException {
    return nobody(List.of(arguments));
  }

  private static Call nobody(List<String> arguments) throws IOException {
    return bus.callAs(PrivateBus.NOBODY, with(List.of("busctl", "--system"), arguments));
  }

  private static List<String> with(List<String> head, List<String> tail) {
    List<String> all = new ArrayList<>(head);
    all.addAll(tail);
    return all;
  }
}
