package dev.bascule.lab.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.judge.PartitionJudge;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Outcome;
import dev.bascule.publisher.serve.RepositoryServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real command, killed with SIGKILL at moments that a seed picks. {@code -Dbascule.seed=N} repeats the choice of
 * moments, {@code -Dbascule.rounds=N} makes a run longer.
 */
final class KillIT {

  private static final int TILE = 256 << 10;
  private static final int TILES = 160;
  /** The update's first tiles are the old system's. */
  private static final int KEPT_TILES = 80;
  /** So that the transfer takes as long as everything else together. */
  private static final long BYTES_PER_SECOND = 12 << 20;
  /** Metadata, tables, and the segments of 1 MiB that are needed in part only. */
  private static final long OVERHEAD = 4 << 20;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long SEED = Long.getLong("bascule.seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("bascule.rounds", 6);

  @TempDir
  static Path bench;
  private static Checkout checkout;
  private static Workshop workshop;
  private static Path before;
  private static Path after;
  private static RepositoryServer server;
  private static long updateMillis;

  private final Random random = new Random(SEED);

  @BeforeAll
  static void publishTheUpdate() throws IOException {
    System.err.println("KillIT: to repeat this run, -Dbascule.seed=" + SEED);
    PartitionJudge.require();
    checkout = Checkout.find();
    byte[] content = new byte[TILES * TILE];
    new Random(1).nextBytes(content);
    before = Files.write(bench.resolve("before"), content);
    byte[] fresh = new byte[(TILES - KEPT_TILES) * TILE];
    new Random(2).nextBytes(fresh);
    System.arraycopy(fresh, 0, content, KEPT_TILES * TILE, fresh.length);
    after = Files.write(bench.resolve("after"), content);
    workshop = Workshop.create(bench.resolve("workshop"), checkout.basculeImage());
    workshop.build(2, after, 1);
    workshop.publish(2);
    server = workshop.serve(BYTES_PER_SECOND, entry -> {});
    updateMillis = measureUpdate();
  }

  @AfterAll
  static void stopServer() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void updateKilledAtAnyMomentLeavesAConfirmedSlotAndGoesOn() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      Device device = newDevice("update-" + round);
      boolean activated = false;
      for (int kills = 1 + random.nextInt(3); kills > 0 && !activated; kills--) {
        kill(device, updateMillis, "update");
        activated = bootAfterKill(device) == Slot.B;
      }
      if (!activated) {
        requireGoesOn(device);
      }
      run(device, "confirm");
      assertThat(device.boot()).isEqualTo(Slot.B);
      PartitionJudge.accepts(device.disk());
    }
  }

  @Test
  void confirmationKilledAtAnyMomentCanBeRepeated() throws IOException {
    Device device = newDevice("confirm");
    run(device, "update");
    assertThat(device.boot()).isEqualTo(Slot.B);
    long millis = measure(device, "status");

    for (int kill = 0; kill < ROUNDS; kill++) {
      kill(device, millis, "confirm");
      assertThat(device.disk().readAttributes(Slot.A).bootable()).isTrue();
    }
    run(device, "confirm");

    assertThat(device.boot()).isEqualTo(Slot.B);
    assertThat(device.disk().readAttributes(Slot.B).successful()).isTrue();
  }

  @Test
  void rollbackKilledAtAnyMomentCanBeRepeated() throws IOException {
    Device device = newDevice("rollback");
    run(device, "update");
    device.boot();
    run(device, "confirm");
    long millis = measure(device, "status");

    for (int kill = 0; kill < ROUNDS; kill++) {
      kill(device, millis, "rollback", "--reason", "a test", "--yes");
      assertThat(device.disk().readAttributes(Slot.A).bootable()).isTrue();
      assertThat(device.disk().readAttributes(Slot.B).bootable()).isTrue();
    }
    run(device, "rollback", "--reason", "a test", "--yes");

    assertThat(device.boot()).isEqualTo(Slot.A);
  }

  /** The slot that boots is confirmed, or it is the new one, whole, with the old one to return to. */
  private static Slot bootAfterKill(Device device) throws IOException {
    Slot booted = device.boot();
    PartitionJudge.accepts(device.disk());
    assertThat(device.disk().readAttributes(Slot.A).successful()).isTrue();
    assertThat(device.disk().firstDifference(Slot.A, before)).isEqualTo(-1);
    if (booted == Slot.B) {
      assertThat(device.disk().firstDifference(Slot.B, after)).isEqualTo(-1);
    }
    return booted;
  }

  /** The next run ends well, and the server sends it no more than what is missing. */
  private static void requireGoesOn(Device device) throws IOException {
    int tiles = missingTiles(device.disk());
    System.err.printf("KillIT: %d of %d tiles are missing%n", tiles, TILES - KEPT_TILES);
    long missing = (long) tiles * TILE;
    AtomicLong served = new AtomicLong();
    // A server of its own: the other one may still be busy with the connection of the process that was killed.
    try (RepositoryServer counting =
        workshop.serve(BYTES_PER_SECOND, entry -> served.addAndGet(entry.bytes()))) {
      run(device, "update", "--source", counting.url());
    }

    assertThat(served.get()).as("bytes served when %d were missing", missing)
        .isLessThanOrEqualTo(missing + OVERHEAD);
    assertThat(device.disk().firstDifference(Slot.B, after)).isEqualTo(-1);
    assertThat(device.boot()).isEqualTo(Slot.B);
  }

  /** Of the update's own tiles, those that slot B does not hold. */
  private static int missingTiles(DiskImage disk) throws IOException {
    byte[] expected = Files.readAllBytes(after);
    int missing = 0;
    ByteBuffer found = ByteBuffer.allocateDirect(TILE);
    try (Volume slot = disk.open(Slot.B, Access.READ)) {
      for (int tile = KEPT_TILES; tile < TILES; tile++) {
        slot.read((long) tile * TILE, found.clear());
        byte[] wanted = Arrays.copyOfRange(expected, tile * TILE, (tile + 1) * TILE);
        if (!found.flip().equals(ByteBuffer.wrap(wanted))) {
          missing++;
        }
      }
    }
    return missing;
  }

  private void kill(Device device, long atMostMillis, String... arguments) throws IOException {
    long delay = random.nextLong(atMostMillis + 1);
    try (
        Background command = device.bascule(arguments).start(device.root().resolve("killed.log"))) {
      command.leave(Duration.ofMillis(delay));
      command.kill();
    }
    System.err.printf("KillIT: %s killed after %d ms%n", arguments[0], delay);
  }

  private static long measureUpdate() throws IOException {
    return measure(newDevice("measure"), "update");
  }

  private static long measure(Device device, String... arguments) throws IOException {
    long start = System.nanoTime();
    run(device, arguments);
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  private static Device newDevice(String name) throws IOException {
    Path directory = Files.createDirectory(bench.resolve(name));
    DiskImage disk = DiskImage
        .create(directory.resolve("disk"), DiskPlan.forVolume(Files.size(before)), before);
    Device device = workshop.assemble(
        directory.resolve("device"),
        disk.file(),
        server.url(),
        checkout.bascule());
    assertThat(device.boot()).isEqualTo(Slot.A);
    return device;
  }

  private static void run(Device device, String... arguments) throws IOException {
    Outcome outcome = device.bascule(arguments).within(LIMIT).attempt();
    assertThat(outcome.exitCode()).as("%s: %s", arguments[0], outcome).isZero();
  }
}
