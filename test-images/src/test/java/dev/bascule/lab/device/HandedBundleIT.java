package dev.bascule.lab.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.PrivateBus;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real bundle without a name, handed over the bus to the service that the bus would start. */
final class HandedBundleIT {

  private static final int LENGTH = 24 << 20;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String NAME = "dev.bascule.Updater1";

  @TempDir
  Path bench;

  @Test
  void aBundleWithoutANameIsInstalledFromItsDescriptor() throws IOException {
    Needs.tools(new Tool("sgdisk", "gdisk"), Tool.of("bash"), new Tool("gdbus", "libglib2.0-bin"),
        new Tool("dbus-daemon", "dbus-daemon"));
    Checkout checkout = Checkout.find();
    Path before = content("before", 1);
    Path after = content("after", 2);
    Workshop workshop = Workshop.create(bench.resolve("workshop"), checkout.basculeImage());
    workshop.build(2, after, 1);
    workshop.publish(2);
    Path bundle = workshop.bundle("update.bascule");
    DiskImage disk = DiskImage.create(bench.resolve("disk"), DiskPlan.forVolume(LENGTH), before);
    Device device = workshop.assemble(bench.resolve("device"), disk.file(),
        "file://" + bench.resolve("nowhere"), checkout.bascule());
    assertThat(device.boot()).isEqualTo(Slot.A);
    device.configure("bus", "[bus]\nrauc = true\n");

    try (PrivateBus bus = PrivateBus.start(bench);
        Background service = device.bascule("daemon", "--bus", "--idle", "20s")
            .with("DBUS_SYSTEM_BUS_ADDRESS", bus.address())
            .start(bench.resolve("service.log"))) {
      Command owner = gdbus(bus, "exec", "org.freedesktop.DBus", "/org/freedesktop/DBus",
          "org.freedesktop.DBus.NameHasOwner", NAME);
      service.awaitUntil(() -> owner.attempt().output().contains("true"), LIMIT);

      requireRaucsWords(bus, bundle);
      assertThat(device.root().resolve("var/lib/bascule/tuf")).as("a question teaches nothing")
          .doesNotExist();
      assertThat(gdbus(bus, "exec 7<" + bundle + "; rm " + bundle + "; exec", NAME,
          "/dev/bascule/Updater1", NAME + ".InstallDescriptor", "7", "''", "true", "false").run()
          .output()).isEqualTo("(uint32 1,)\n");
      service.awaitUntil(() -> fileIsClosed(service.pid(), bundle)
          && device.bascule("status", "--json").run().output().contains("\"activated\""), LIMIT);
      assertThat(service.awaitEnd(LIMIT)).as("it leaves when nothing goes on").isZero();
    }

    assertThat(device.disk().firstDifference(Slot.B, after)).isEqualTo(-1);
    assertThat(device.boot()).isEqualTo(Slot.B);
    assertThat(device.bascule("confirm").within(LIMIT).attempt().exitCode()).isZero();
  }

  private static void requireRaucsWords(PrivateBus bus, Path bundle) throws IOException {
    assertThat(rauc(bus, "Info", "s", bundle.toString())).isEqualTo("ss \"lab-board\" \"1.0.2\"\n");
    assertThat(rauc(bus, "InspectBundle", "sa{sv}", bundle.toString(), "0")).contains(
        "\"manifest-hash\" s \"", "\"update\" v a{sv} 4 \"compatible\" s \"lab-board\" "
            + "\"version\" s \"1.0.2\"",
        "\"bundle\" v a{sv} 1 \"format\" s \"bascule\"", "\"images\" v aa{sv} 1 5 "
            + "\"slot-class\" s \"rootfs\" \"filename\" s \"root\" \"checksum\" s \"",
        "\"size\" t " + LENGTH + " \"hooks\" as 0");
  }

  private static String rauc(PrivateBus bus, String method, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("--system", "call", "de.pengutronix.rauc", "/",
        "de.pengutronix.rauc.Installer", method));
    words.addAll(List.of(arguments));
    return new Tool("busctl", "systemd").command(words)
        .with("DBUS_SYSTEM_BUS_ADDRESS", bus.address())
        .run()
        .output();
  }

  private static Command gdbus(PrivateBus bus, String before, String service, String path,
      String method, String... arguments) throws IOException {
    String words = String.join(" ", List.of("gdbus call --system --dest", service, "--object-path",
        path, "--method", method, String.join(" ", arguments)));
    return Tool.of("bash")
        .command("-ec", before + " " + words)
        .with("DBUS_SYSTEM_BUS_ADDRESS", bus.address())
        .within(LIMIT);
  }

  private static boolean fileIsClosed(long pid, Path bundle) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return open.noneMatch(link -> target(link).startsWith(bundle.toString()));
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private Path content(String name, long seed) throws IOException {
    byte[] content = new byte[LENGTH];
    new Random(seed).nextBytes(content);
    return Files.write(bench.resolve(name), content);
  }
}
