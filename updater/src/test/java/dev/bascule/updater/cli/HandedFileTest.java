package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bascule.updater.bus.BusServer;
import dev.bascule.updater.cli.PrivateBus.Call;
import dev.bascule.updater.config.ConfigurationFiles;
import dev.bascule.updater.process.Tool;
import dev.bascule.updater.service.UpdateService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open files over the real dbus-daemon, from gdbus and from Python's binding of libdbus: what is taken, and what is not. */
class HandedFileTest {

  private static final String NAME = "dev.bascule.Updater1";
  private static final String PATH = "/dev/bascule/Updater1";

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path directory;
  @SuppressWarnings("NullAway.Init") // made before each test
  private PrivateBus bus;
  @SuppressWarnings("NullAway.Init") // made before each test
  private Bench bench;
  @SuppressWarnings("NullAway.Init") // made before each test
  private UpdateService service;
  @SuppressWarnings("NullAway.Init") // made before each test
  private BusServer server;

  @BeforeEach
  void serve() throws IOException {
    List.of("dbus-daemon", "gdbus", "busctl", "setpriv", "unshare", "python3")
        .forEach(Tool::require);
    assumeTrue("root".equals(System.getProperty("user.name")),
        "only root can be other users, and mount");
    bus = new PrivateBus(Files.createDirectory(directory.resolve("bus")));
    bus.startPolkit();
    bench = new Bench(directory, Bench.disk(Files.createDirectory(directory.resolve("made"))));
    bench.write("usr/share/bascule/root.json", "{}");
    service = new UpdateService(ConfigurationFiles.read(directory));
    server = BusServer.open(bus.address(), service, false);
  }

  @AfterEach
  @SuppressWarnings("NullAway") // null where the test was skipped
  void leave() {
    if (server != null) {
      server.close();
      service.close();
      bus.close();
    }
  }

  @Test
  void readsWhatIsHandedOverAndSaysWhatIsWrongWithIt() throws Exception {
    Path bundle = bench.write("other.bascule", "x".repeat(2048));
    String heard = watched("exec 7<" + bundle + "; rm " + bundle);

    assertThat(heard).contains("other.bascule (deleted)", "expected the head of a file");
    assertThat(ownFiles("other.bascule")).isEmpty();
  }

  @Test
  void namesWhatIsNoFileThatCanBeRead() throws IOException {
    Path file = bench.write("file", "");
    for (List<String> unusable : List.of(List.of("exec 7< <(sleep 1)", "a pipe"),
        List.of("exec 7<.", "a directory"), List.of("exec 7>>" + file, "one that is not"),
        List.of("exec 7</dev/zero", "a character device"))) {
      Call call = gdbus(unusable.getFirst(), "false");
      assertThat(call.output()).contains("GDBus.Error:dev.bascule.Error.UnusableFile: "
          + "expected a file that is open for reading, found " + unusable.getLast());
      assertThat(call.exit()).isNotZero();
    }
    assertThat(ownFiles(directory.toString() + "/file")).isEmpty();
  }

  @Test
  void isNotTakenFromWhoeverMayNotInstall() throws IOException {
    Path bundle = bench.write("bundle", "");

    Call call = bus.callAs(PrivateBus.NOBODY, handing("exec 7</etc/passwd", "true"));

    assertThat(call.output()).contains("Error.NotAuthorized: not authorized: "
        + "dev.bascule.updater1.install");
    assertThat(gdbus("exec 7<" + bundle, "nonsense").exit()).isNotZero();
    assertThat(ownFiles("/etc/passwd")).isEmpty();
    assertThat(ownFiles(bundle.toString())).isEmpty();
  }

  @Test
  void outlivesAFloodOfFilesFromAStranger() throws IOException {
    String script = Files.readString(
        Path.of("src/test/resources/dev/bascule/updater/cli/flood.py"));

    Call flood = bus.callAs(PrivateBus.NOBODY, List.of("/usr/bin/python3", "-c", script));

    assertThat(flood.exit()).as(flood.output()).isZero();
    assertThat(flood.output().lines().distinct().sorted()).containsExactly(
        "dev.bascule.Error.Busy", "dev.bascule.Error.NotAuthorized",
        "org.freedesktop.DBus.Error.UnknownMethod");
    assertThat(ownFiles("/etc/passwd")).as("handed files that are still open").isEmpty();
    assertThat(bus.call(List.of("busctl", "--system", "call", NAME, PATH, NAME, "Status")).exit())
        .isZero();
    Call after = gdbus("exec 7<.", "false");
    assertThat(after.output()).contains("UnusableFile");
  }

  /** What is told while a file is handed over and installed from, until that has ended. */
  private String watched(String opening) throws IOException {
    Process monitor = bus.start(List.of("gdbus", "monitor", "--system", "--dest", NAME));
    try (var heard = monitor.inputReader()) {
      for (String line = heard.readLine(); !line.contains("is owned by");) {
        line = heard.readLine();
      }
      assertThat(gdbus(opening, "false").output()).isEqualTo("(uint32 1,)\n");
      String line = heard.readLine();
      while (!line.contains(".Finished")) {
        line = heard.readLine();
      }
      return line;
    }
  }

  private Call gdbus(String opening, String activate) throws IOException {
    return bus.call(handing(opening, activate));
  }

  private static List<String> handing(String opening, String activate) {
    return List.of("bash", "-ec", opening + "; exec gdbus call --system --dest " + NAME
        + " --object-path " + PATH + " --method " + NAME + ".InstallDescriptor 7 '' " + activate
        + " false");
  }

  /** This process' open files whose names contain a text. */
  private static List<String> ownFiles(String part) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.map(HandedFileTest::target).filter(name -> name.contains(part)).toList();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
