package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A bus of its own, served by the real dbus-daemon with the policy that is shipped, and the real polkitd on it. */
final class PrivateBus implements Closeable {

  private static final Path SYSTEMD = Path.of("..", "systemd").toAbsolutePath().normalize();

  /** In the group of technicians. */
  static final int TECHNICIAN = 4242;
  /** Somebody with no right of any kind. */
  static final int NOBODY = 4243;
  private static final int GROUP = 4244;

  private final Path directory;
  /** Where others find it, who may not be able to enter the directories above that path. */
  private final String address;
  private final List<Process> processes = new ArrayList<>();

  /** What a client ended with. */
  record Call(int exit, String output) {}

  /** Starts the bus. */
  PrivateBus(Path directory) throws IOException {
    this.directory = directory;
    this.address = "unix:abstract=" + directory;
    forAll(directory);
    Path configuration = Files.writeString(directory.resolve("bus.conf"), """
      <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
       "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
      <busconfig>
        <type>system</type>
        <listen>%s</listen>
        <listen>%s</listen>
        <auth>EXTERNAL</auth>
        <policy context="default">
          <allow user="*"/>
          <deny own="*"/>
          <deny send_type="method_call"/>
          <allow send_type="signal"/>
          <allow send_requested_reply="true" send_type="method_return"/>
          <allow send_requested_reply="true" send_type="error"/>
          <allow receive_type="method_call"/>
          <allow receive_type="method_return"/>
          <allow receive_type="error"/>
          <allow receive_type="signal"/>
          <allow send_destination="org.freedesktop.DBus"/>
          <allow send_destination="org.freedesktop.PolicyKit1"/>
        </policy>
        <policy user="polkitd"><allow own="org.freedesktop.PolicyKit1"/></policy>
        <include>%s</include>
      </busconfig>
      """.formatted(address(), address, SYSTEMD.resolve("dbus/dev.bascule.Updater1.conf")));
    makeUsers();
    Process bus = start(among("exec dbus-daemon --nofork --print-address --config-file="
        + configuration + " 2> bus.log"));
    try (BufferedReader said = bus.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).startsWith("unix:");
    }
  }

  /** A technician and somebody else, whom the bus and polkit look up where they look everybody up. */
  private void makeUsers() throws IOException {
    String passwd = Files.readString(Path.of("/etc/passwd"));
    String group = Files.readString(Path.of("/etc/group"));
    forAll(Files.writeString(directory.resolve("passwd"), passwd
        + "tina:x:" + TECHNICIAN + ":" + TECHNICIAN + "::/:/bin/sh\n"
        + "ned:x:" + NOBODY + ":" + NOBODY + "::/:/bin/sh\n"));
    forAll(Files.writeString(directory.resolve("group"), group
        + "technician:x:" + GROUP + ":tina\n"
        + "tina:x:" + TECHNICIAN + ":\nned:x:" + NOBODY + ":\n"));
  }

  /** Lets everybody read a file, or enter a directory, whatever this process' own mask withholds. */
  private static Path forAll(Path path) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A program that sees the users of this bus. */
  private static List<String> among(String script) {
    return List.of("unshare", "--mount", "sh", "-ec", "mount --make-rprivate /; "
        + "mount --bind passwd /etc/passwd; mount --bind group /etc/group; " + script);
  }

  /** Where this process finds the bus: a socket with a path, since the JDK knows no other. */
  String address() {
    return "unix:path=" + directory.resolve("bus.socket");
  }

  /** Starts polkitd, which finds the shipped actions and rules where it looks for them, and waits until it is there. */
  void startPolkit() throws IOException {
    Path actions = forAll(Files.createDirectory(directory.resolve("actions")));
    Path rules = forAll(Files.createDirectory(directory.resolve("rules")));
    forAll(Files.copy(SYSTEMD.resolve("polkit/dev.bascule.updater1.policy"),
        actions.resolve("dev.bascule.updater1.policy")));
    forAll(Files.copy(SYSTEMD.resolve("polkit/50-bascule-technician.rules"),
        rules.resolve("50-bascule-technician.rules")));
    Process polkit = start(among("mount --bind actions /usr/share/polkit-1/actions; "
        + "mount --bind rules /usr/share/polkit-1/rules.d; "
        + "exec /usr/lib/polkit-1/polkitd > polkit.log 2>&1"));
    long end = System.nanoTime() + 60_000_000_000L;
    while (!isOwned("org.freedesktop.PolicyKit1")) {
      if (!polkit.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("polkitd did not come; it said: "
            + Files.readString(directory.resolve("polkit.log")) + "; the bus said: "
            + Files.readString(directory.resolve("bus.log")));
      }
    }
  }

  private boolean isOwned(String name) throws IOException {
    return call(List.of("busctl", "--system", "call", "org.freedesktop.DBus",
        "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner", "s", name)).output()
        .equals("b true\n");
  }

  /** Runs a client as root. */
  Call call(List<String> command) throws IOException {
    Process client = process(command).redirectErrorStream(true).start();
    String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Call(client.waitFor(), said);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a client as somebody else. */
  Call callAs(int uid, List<String> command) throws IOException {
    List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=" + uid, "--regid=" + uid,
        "--clear-groups"));
    all.addAll(command);
    return call(all);
  }

  /** Starts a client that runs beside the test. */
  Process start(List<String> command) throws IOException {
    Process process = process(command).redirectErrorStream(true).start();
    processes.add(process);
    return process;
  }

  private ProcessBuilder process(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("DBUS_SYSTEM_BUS_ADDRESS", address);
    return builder;
  }

  @Override
  public void close() {
    processes.reversed().forEach(Process::destroy);
  }
}
