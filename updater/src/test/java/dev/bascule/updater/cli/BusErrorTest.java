package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bascule.updater.bus.BusError;
import dev.bascule.updater.bus.BusServer;
import dev.bascule.updater.cli.PrivateBus.Call;
import dev.bascule.updater.config.ConfigurationFiles;
import dev.bascule.updater.process.Tool;
import dev.bascule.updater.service.UpdateService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names of errors: each that docs/device.md lists occurs, and none but those, whatever is asked of whichever method. */
class BusErrorTest {

  private static final Pattern ERROR = Pattern.compile("GDBus\\.Error:([\\w.]+): ");
  private static final Pattern LISTED =
      Pattern.compile("^\\| `((?:dev\\.bascule|org\\.freedesktop\\.DBus)\\.Error\\.\\w+)` \\|",
          Pattern.MULTILINE);
  private static final String OURS = "dev.bascule.Updater1";
  private static final String RAUCS = "de.pengutronix.rauc";

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path directory;

  @Test
  void areThoseThatAreDocumented() throws IOException {
    List.of("dbus-daemon", "gdbus", "setpriv", "unshare").forEach(Tool::require);
    assumeTrue("root".equals(System.getProperty("user.name")),
        "only root can be other users, and mount");
    Bench bench =
        new Bench(directory, Bench.disk(Files.createDirectory(directory.resolve("made"))));
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      bench.configure("[bus]\nrauc = true\n");
      try (PrivateBus bus = new PrivateBus(Files.createDirectory(directory.resolve("bus")));
          UpdateService service = new UpdateService(ConfigurationFiles.read(directory));
          BusServer server = BusServer.open(bus.address(), service, true)) {
        assertThat(server).isNotNull();
        Set<String> heard = new TreeSet<>(withoutPolkit(bus));
        bus.startPolkit();
        heard.addAll(ofMethods(bus));
        heard.addAll(ofRaucsMethods(bus));
        heard.addAll(whileBusy(bus, "http://127.0.0.1:" + silent.getLocalPort() + "/x.bascule"));

        assertThat(heard).isEqualTo(documented());
        assertThat(kinds()).isEqualTo(documented().stream()
            .filter(name -> name.startsWith(BusError.NAMES))
            .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
  }

  /** Nobody can be asked whether this caller may. */
  private static List<String> withoutPolkit(PrivateBus bus) throws IOException {
    return List.of(expect(BusError.NAMES + "Failed", bus.callAs(PrivateBus.NOBODY,
        gdbus(OURS, "/dev/bascule/Updater1", OURS + ".Activate"))));
  }

  private static List<String> ofMethods(PrivateBus bus) throws IOException {
    List<String> heard = new ArrayList<>();
    heard.add(expect(BusError.NAMES + "NotAuthorized", bus.callAs(PrivateBus.NOBODY,
        gdbus(OURS, "/dev/bascule/Updater1", OURS + ".Activate"))));
    heard.add(ours(bus, "Refused", "Cancel"));
    heard.add(ours(bus, "Refused", "Activate"));
    heard.add(ours(bus, "Refused", "Rollback", "", "false"));
    heard.add(ours(bus, "InvalidArgument", "Mark", "bad", "C", ""));
    heard.add(ours(bus, "InvalidArgument", "Mark", "nice", "", ""));
    heard.add(ours(bus, "InvalidArgument", "Mark", "retry", "", ""));
    heard.add(ours(bus, "InvalidArgument", "InstallBundle", "x.bascule", "", "true", "false"));
    heard.add(ours(bus, "InvalidArgument", "Install", "nonsense", "true"));
    heard.add(ours(bus, "InvalidArgument", "Explain", "nonsense"));
    heard.add(ours(bus, "UnusableFile", "InstallDescriptor", "0", "", "true", "false"));
    heard.add(standard(bus, "UnknownMethod", OURS, "/dev/bascule/Updater1", OURS + ".Nothing"));
    heard.add(standard(bus, "UnknownObject", OURS, "/dev/bascule/Nothing", OURS + ".Status"));
    heard.add(standard(bus, "UnknownProperty", OURS, "/dev/bascule/Updater1",
        "org.freedesktop.DBus.Properties.Get", OURS, "Nothing"));
    heard.add(standard(bus, "PropertyReadOnly", OURS, "/dev/bascule/Updater1",
        "org.freedesktop.DBus.Properties.Set", OURS, "State", "<'idle'>"));
    return heard;
  }

  private static List<String> ofRaucsMethods(PrivateBus bus) throws IOException {
    return List.of(raucs(bus, "InvalidArgument", "Install", "x.raucb"),
        raucs(bus, "InvalidArgument", "Mark", "nice", "booted"),
        raucs(bus, "InvalidArgument", "Mark", "good", "rootfs.7"),
        raucs(bus, "Refused", "Mark", "good", "other"));
  }

  /** A job waits for a server that says nothing. */
  private static List<String> whileBusy(PrivateBus bus, String url) throws IOException {
    assertThat(bus.call(gdbus(OURS, "/dev/bascule/Updater1", OURS + ".InstallBundle", url, "",
        "false", "false")).exit()).isZero();
    List<String> heard = List.of(ours(bus, "Busy", "Check"), ours(bus, "Busy", "Activate"),
        ours(bus, "Busy", "Install", "", "true"), raucs(bus, "Busy", "Install", "/x"));
    assertThat(bus.call(gdbus(OURS, "/dev/bascule/Updater1", OURS + ".Cancel")).exit()).isZero();
    return heard;
  }

  private static String ours(PrivateBus bus, String name, String method, String... arguments)
      throws IOException {
    return expect(BusError.NAMES + name,
        bus.call(gdbus(OURS, "/dev/bascule/Updater1", OURS + "." + method, arguments)));
  }

  private static String raucs(PrivateBus bus, String name, String method, String... arguments)
      throws IOException {
    return expect(BusError.NAMES + name,
        bus.call(gdbus(RAUCS, "/", RAUCS + ".Installer." + method, arguments)));
  }

  private static String standard(PrivateBus bus, String name, String service, String path,
      String method, String... arguments) throws IOException {
    return expect("org.freedesktop.DBus.Error." + name,
        bus.call(gdbus(service, path, method, arguments)));
  }

  private static String expect(String name, Call call) {
    Matcher error = ERROR.matcher(call.output());
    assertThat(error.find()).as("%s in: %s", name, call.output()).isTrue();
    assertThat(error.group(1)).as(call.output()).isEqualTo(name);
    assertThat(call.output().substring(error.end())).as("a text").isNotBlank();
    return error.group(1);
  }

  private static List<String> gdbus(String service, String path, String method,
      String... arguments) {
    return Stream.concat(Stream.of("gdbus", "call", "--system", "--dest", service, "--object-path",
        path, "--method", method), Stream.of(arguments)).toList();
  }

  private static Set<String> documented() throws IOException {
    return LISTED.matcher(Files.readString(Path.of("..", "docs", "device.md")))
        .results()
        .map(line -> line.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> kinds() {
    return Stream.of(BusError.class.getPermittedSubclasses())
        .map(kind -> BusError.NAMES + kind.getSimpleName())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
