package dev.bascule.lab.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import dev.bascule.publisher.serve.RepositoryServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle's way from the publisher's command to the device's: from a file, through a pipe, from a web server. */
final class BundleIT {

  private static final int TILE = 256 << 10;
  private static final int TILES = 96;
  /** Less than a third of the bundle. */
  private static final String HEAP = "-Xmx12m";
  private static final long BYTES_PER_SECOND = 12 << 20;
  /** The segments of 1 MiB that are needed in part only, and tables. */
  private static final long OVERHEAD = 3 << 20;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir
  static Path bench;
  private static Checkout checkout;
  private static Workshop workshop;
  private static Path before;
  private static Path after;
  private static Path bundle;
  private static RepositoryServer server;

  @BeforeAll
  static void makeTheBundle() throws IOException {
    Needs.tools(new Tool("sgdisk", "gdisk"), new Tool("cat", "coreutils"),
        Tool.of("faketime"));
    checkout = Checkout.find();
    before = content("before", 1);
    after = content("after", 2);
    workshop = Workshop.create(bench.resolve("workshop"), checkout.basculeImage());
    workshop.build(2, after, 1);
    workshop.publish(2);
    bundle = workshop.bundle("update.bascule");
    server =
        RepositoryServer.start(bench, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            BYTES_PER_SECOND, entry -> {});
  }

  @AfterAll
  static void stopServer() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aFileIsInstalledAndBoots() throws IOException {
    Device device = newDevice("file");

    JsonNode report = json(device, "update", bundle.toString());

    assertThat(report.path("result").asText()).isEqualTo("done");
    assertThat(report.path("version").asText()).isEqualTo("1.0.2");
    requireInstalled(device);
  }

  @Test
  void aPipeIsInstalledInAHeapSmallerThanTheBundle() throws IOException {
    assertThat(Files.size(bundle)).isGreaterThan(22 << 20);
    Device device = newDevice("pipe");

    Outcome outcome = pipe(device, bundle, "update", "-");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    requireInstalled(device);
    requireNoCopy(device);
  }

  @Test
  void aWebServersIsInstalled() throws IOException {
    Device device = newDevice("web");

    json(device, "update", url());

    requireInstalled(device);
    requireNoCopy(device);
  }

  @Test
  void anInstallKilledInTheMiddleGoesOnFromAWebServerWithoutWhatItHas() throws IOException {
    Device device = newDevice("killed-web");
    killOnce(device.bascule("install", url()), device, () -> tilesHeld(device) > TILES / 3);
    int held = tilesHeld(device);
    assertThat(held).isBetween(TILES / 3, TILES - 10);

    long fetched = json(device, "update", url()).at("/cost/bytes_fetched").asLong(Long.MAX_VALUE);

    assertThat(fetched).as("bytes received again, %d tiles were there", held)
        .isLessThanOrEqualTo((long) (TILES - held) * TILE + OVERHEAD);
    requireInstalled(device);
  }

  @Test
  void anInstallKilledInTheMiddleGoesOnThroughAPipe() throws IOException {
    Device device = newDevice("killed-pipe");
    Path half = bench.resolve("half.bascule");
    Files.copy(bundle, half);
    try (RandomAccessFile file = new RandomAccessFile(half.toFile(), "rw")) {
      file.setLength(Files.size(bundle) / 2);
    }

    Outcome cut = pipe(device, half, "install", "--json", "-");
    assertThat(cut.exitCode()).isEqualTo(1);
    JsonNode failure = new ObjectMapper().readTree(cut.output());
    assertThat(failure.path("error").asText()).isEqualTo("source");
    assertThat(failure.path("message").asText())
        .contains("standard input: ends at byte", "copy it again", "what was written is kept");
    int held = tilesHeld(device);
    assertThat(held).isGreaterThan(TILES / 3);

    Outcome whole = pipe(device, bundle, "install", "--json", "-");
    assertThat(whole.exitCode()).as(whole.toString()).isZero();
    JsonNode report = new ObjectMapper().readTree(whole.output());
    assertThat(report.at("/cost/volumes/0/tiles_held").asInt(-1)).as(whole.output())
        .isGreaterThanOrEqualTo(held);
    json(device, "activate");
    requireInstalled(device);
  }

  @Test
  void aCopyThatIsNotWholeIsRefusedWhereverItEnds() throws IOException {
    Device device = newDevice("cut");
    for (long length : new long[]{0, 100, 700, 5000, 20_000, Files.size(bundle) - TILE * 2}) {
      Path cut = bench.resolve("cut.bascule");
      Files.copy(bundle, cut, StandardCopyOption.REPLACE_EXISTING);
      try (RandomAccessFile file = new RandomAccessFile(cut.toFile(), "rw")) {
        file.setLength(length);
      }
      Outcome outcome = device.bascule("install", cut.toString()).within(LIMIT).attempt();
      assertThat(outcome.exitCode()).as("%d bytes: %s", length, outcome).isEqualTo(1);
      assertThat(outcome.errors()).contains("cut.bascule: ends at byte", "copy it again");
    }
    assertThat(device.boot()).isEqualTo(Slot.A);
  }

  @Test
  void aBundleThatExpiredTakesSomeoneWhoSaysSo() throws IOException {
    Device device = newDevice("expired");

    Outcome refused = later(device.bascule("install", "--json", bundle.toString())).attempt();
    assertThat(refused.exitCode()).isEqualTo(1);
    JsonNode why = new ObjectMapper().readTree(refused.output());
    assertThat(why.path("error").asText()).isEqualTo("expired");
    assertThat(why.path("remedy").asText()).contains("--allow-expired");
    assertThat(device.bascule("history").run().output()).doesNotContain("expiry overridden");

    Outcome taken = later(device.bascule("update", "--allow-expired", bundle.toString())).attempt();
    assertThat(taken.exitCode()).as(taken.toString()).isZero();

    assertThat(device.bascule("history").run().output())
        .containsPattern("expiry overridden +by=\\S+ source=\\S+update.bascule "
            + "expired=timestamp since 20.*, snapshot since 20");
    requireInstalled(device);
  }

  @Test
  void anOlderBundleThanWhatTheDeviceHasSeenIsRefused() throws IOException {
    Workshop other = Workshop.create(bench.resolve("older"), checkout.basculeImage());
    other.build(2, after, 1);
    other.publish(2);
    Path older = other.bundle("older.bascule");
    other.renew();
    Device device = newDevice("older-device", other);
    json(device, "check", "--source", other.repository().toString());

    Outcome refused = device.bascule("install", "--allow-expired", older.toString()).attempt();

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errors()).contains("timestamp: ", "take a newer bundle");
  }

  @Test
  void aBundleOfAnotherVersionSaysWhatItHas() throws IOException {
    Workshop other = Workshop.create(bench.resolve("two"), checkout.basculeImage());
    for (int release : new int[]{2, 3}) {
      other.build(release, release == 2 ? after : before, 1);
      other.publish(release);
    }
    Path former = other.bundle("former.bascule", "--version", "1.0.2");
    Device device = newDevice("two-device", other);

    Outcome refused = device.bascule("install", former.toString()).attempt();
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errors()).contains("it has [1.0.2]", "name a version that it has");

    json(device, "update", former.toString(), "1.0.2");
    requireInstalled(device);
  }

  /** Forty days from now: timestamp and snapshot have expired. */
  private static Command later(Command command) throws IOException {
    return command.under(Tool.of("faketime").command("-f", "+40d"))
        .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .within(LIMIT);
  }

  /** Neither on the device's disk nor in the temporary directory that it was given. */
  private static void requireNoCopy(Device device) throws IOException {
    try (Stream<Path> files = Files.walk(device.root())) {
      assertThat(files.filter(Files::isRegularFile)).allSatisfy(
          file -> assertThat(Files.size(file)).as(file.toString()).isLessThan(1 << 20));
    }
    try (Stream<Path> files = Files.list(temporary(device))) {
      assertThat(files).isEmpty();
    }
  }

  private static Path temporary(Device device) throws IOException {
    return Files.createDirectories(device.root().resolve("tmp"));
  }

  private static void requireInstalled(Device device) throws IOException {
    assertThat(device.disk().firstDifference(Slot.B, after)).isEqualTo(-1);
    assertThat(device.boot()).isEqualTo(Slot.B);
    assertThat(device.bascule("confirm").within(LIMIT).attempt().exitCode()).isZero();
  }

  /** How many of the update's tiles slot B holds by now. */
  private static int tilesHeld(Device device) throws IOException {
    long different = device.disk().firstDifference(Slot.B, after);
    return (int) ((different < 0 ? (long) TILES * TILE : different) / TILE);
  }

  private static void killOnce(Command command, Device device, Background.Condition reached)
      throws IOException {
    try (Background running = command.start(device.root().resolve("killed.log"))) {
      running.awaitUntil(reached, LIMIT);
      running.kill();
    }
  }

  private static JsonNode json(Device device, String... arguments) throws IOException {
    List<String> words = Stream.concat(Stream.of(arguments), Stream.of("--json")).toList();
    Outcome outcome = device.bascule(words.toArray(String[]::new)).within(LIMIT).attempt();
    assertThat(outcome.exitCode()).as("%s: %s", arguments[0], outcome).isZero();
    return new ObjectMapper().readTree(outcome.output());
  }

  /** {@code cat bundle | bascule …}, in a small heap. */
  private static Outcome pipe(Device device, Path from, String... arguments) throws IOException {
    return device.bascule(arguments)
        .with("JAVA_TOOL_OPTIONS", HEAP + " -Djava.io.tmpdir=" + temporary(device))
        .within(LIMIT)
        .attemptAfter(Tool.of("cat").command(from.toString()));
  }

  private static String url() {
    return server.url() + bench.relativize(bundle);
  }

  private static Path content(String name, long seed) throws IOException {
    byte[] content = new byte[TILES * TILE];
    new Random(seed).nextBytes(content);
    return Files.write(bench.resolve(name), content);
  }

  private static Device newDevice(String name) throws IOException {
    return newDevice(name, workshop);
  }

  /** A device that has no network: its configured repository is a directory that is not there. */
  private static Device newDevice(String name, Workshop maker) throws IOException {
    Path directory = Files.createDirectory(bench.resolve(name));
    DiskImage disk = DiskImage
        .create(directory.resolve("disk"), DiskPlan.forVolume(Files.size(before)), before);
    JavaProgram program = checkout.bascule();
    Device device = maker.assemble(directory.resolve("device"), disk.file(),
        "file://" + directory.resolve("nowhere"), program);
    assertThat(device.boot()).isEqualTo(Slot.A);
    return device;
  }
}
