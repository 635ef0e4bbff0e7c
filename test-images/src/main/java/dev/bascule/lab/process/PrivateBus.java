package dev.bascule.lab.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A message bus of our own, which programs take for the system's. */
public final class PrivateBus implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(10);

  private final String address;
  private final Background daemon;

  private PrivateBus(String address, Background daemon) {
    this.address = address;
    this.daemon = daemon;
  }

  /** Starts a bus whose files are in a directory. */
  public static PrivateBus start(Path directory) throws IOException {
    Path socket = directory.resolve("bus");
    Files.deleteIfExists(socket);
    String address = "unix:path=" + socket;
    Path configuration = directory.resolve("bus.conf");
    Files.writeString(configuration, configuration(address), StandardCharsets.UTF_8);
    Background daemon = new Tool("dbus-daemon", "dbus-daemon")
        .command("--config-file=" + configuration, "--nofork", "--nopidfile")
        .start(directory.resolve("bus.log"));
    PrivateBus bus = new PrivateBus(address, daemon);
    try {
      daemon.awaitUntil(() -> Files.exists(socket), START_LIMIT);
    } catch (IOException e) {
      bus.close();
      throw e;
    }
    return bus;
  }

  /** The value for {@code DBUS_SYSTEM_BUS_ADDRESS}. */
  public String address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    daemon.close();
  }

  private static String configuration(String address) {
    return """
      <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
        "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
      <busconfig>
        <type>system</type>
        <listen>%s</listen>
        <auth>EXTERNAL</auth>
        <policy context="default">
          <allow user="*"/>
          <allow own="*"/>
          <allow send_type="method_call"/>
          <allow send_destination="*"/>
          <allow receive_sender="*"/>
        </policy>
      </busconfig>
      """.formatted(address);
  }
}
