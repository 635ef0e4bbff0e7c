package dev.bascule.lab.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.sys.BlockFile;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.boot.Startup;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import dev.bascule.publisher.serve.RepositoryServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command on slots whose flash forgot something; and what it leaves alone: the running slot, the page cache, other processes. */
@SuppressWarnings("NullAway.Init") // set before each test
final class ScrubIT {

  private static final int TILE = 256 << 10;
  private static final int TILES = 64;
  private static final int COMMON = 32;
  private static final long MIB = 1 << 20;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir
  static Path bench;
  private static Checkout checkout;
  private static Workshop workshop;
  private static Path before;
  private static Path after;

  @TempDir
  Path directory;
  private Device device;

  @BeforeAll
  static void publish() throws IOException {
    Needs.tools(new Tool("fincore", "util-linux-extra"), new Tool("ionice", "util-linux"));
    checkout = Checkout.find();
    byte[] content = new byte[TILES * TILE];
    new Random(1).nextBytes(content);
    before = Files.write(bench.resolve("before"), content);
    byte[] fresh = new byte[(TILES - COMMON) * TILE];
    new Random(2).nextBytes(fresh);
    System.arraycopy(fresh, 0, content, COMMON * TILE, fresh.length);
    after = Files.write(bench.resolve("after"), content);
    workshop = Workshop.create(bench.resolve("workshop"), checkout.basculeImage());
    workshop.build(1, before, 1);
    workshop.build(2, after, 1);
    workshop.publish(2);
  }

  /** A device that runs the first image in A and has the second one in B. */
  @BeforeEach
  void install() throws IOException {
    DiskImage disk = DiskImage
        .create(directory.resolve("disk"), DiskPlan.forVolume(Files.size(before)), before);
    try (RepositoryServer server = workshop.serve(0, entry -> {})) {
      device = workshop.assemble(directory.resolve("device"), disk.file(), server.url(),
          checkout.bascule());
      device.recordFactoryImage(workshop.built(1).resolve("image.json"));
      assertThat(device.powerOn()).isInstanceOf(Startup.Booted.class);
      dropCache();

      run(0, "install");

      assertThat(cached()).as("bytes of the disk in the page cache after an install")
          .isLessThan(2 * MIB);
    }
  }

  @Test
  void findsTheSlotWholeWithoutANetwork() throws IOException {
    dropCache();

    assertThat(run(0, "scrub").output()).contains("holds 1.0.2, all of it");

    assertThat(cached()).isLessThan(2 * MIB);
    assertThat(run(0, "history", "--json").output()).contains("\"scrubbed\"");
  }

  @Test
  void aWholeSlotNeedsNoTable() throws IOException {
    forgetTables();
    assertThat(run(0, "scrub", "B").output()).contains("holds 1.0.2, all of it");

    damage(Slot.B, 3L * TILE, 1);
    damage(Slot.B, 5L * TILE, 1);
    assertThat(run(7, "scrub", "B").errors()).contains("2 parts damaged");
  }

  @Test
  void aDamagedSlotWithoutATableIsStillDamaged() throws IOException {
    forgetTables();
    damage(Slot.B, 3L * TILE, 1);
    assertThat(run(7, "scrub", "B").errors()).contains("1 part damaged");
  }

  @Test
  void repairsFromTheRunningSlotWithoutANetwork() throws IOException {
    damage(Slot.B, 3L * TILE + 5, 1);
    damage(Slot.B, 17L * TILE, 4096);
    damage(Slot.B, (long) TILES * TILE + 8192, 1); // the hash tree

    assertThat(run(7, "scrub").output()).isEmpty();
    assertThat(device.disk().firstDifference(Slot.B, after)).isEqualTo(3L * TILE + 5);
    assertThat(run(0, "scrub", "other", "--repair", "--json").output())
        .contains("3 parts repaired", "\"damaged\" : 3", "\"repaired\" : 3");

    assertThat(device.disk().firstDifference(Slot.B, after)).isEqualTo(-1);
    run(0, "scrub", "B");
    assertThat(device.disk().readAttributes(Slot.A).successful()).isTrue();
  }

  @Test
  void repairsFromTheRepositoryWhatTheRunningSlotDoesNotHold() throws IOException {
    damage(Slot.B, (TILES - 1L) * TILE, 10);
    assertThat(run(7, "scrub", "--repair").errors()).contains("asking again in 4 s",
        "1 part damaged, and could not be repaired");
    assertThat(device.disk().firstDifference(Slot.B, after)).isEqualTo((TILES - 1L) * TILE);

    try (RepositoryServer server = workshop.serve(0, entry -> {})) {
      device.configure("20-moved", "[source]\nurl = \"" + server.url() + "\"\n");
      run(0, "scrub", "--repair");
    }

    assertThat(device.disk().firstDifference(Slot.B, after)).isEqualTo(-1);
  }

  @Test
  void neverWritesTheRunningSlot() throws IOException {
    damage(Slot.A, 10, 1);
    try (RepositoryServer server = workshop.serve(0, entry -> {})) {
      device.configure("20-moved", "[source]\nurl = \"" + server.url() + "\"\n");
      assertThat(run(7, "scrub", "running", "--repair").errors()).contains("never written");
    }
    assertThat(device.disk().firstDifference(Slot.A, before)).isEqualTo(10);
  }

  @Test
  void refusesWhatNoRecordDescribes() throws IOException {
    device.forget();
    run(3, "scrub", "B");
  }

  @Test
  void yieldsToOthersAndTakesItsTime() throws IOException {
    Path log = directory.resolve("scrub.log");
    try (Background scrub = device.bascule("scrub", "--rate", "100KiB/s").start(log)) {
      scrub.awaitUntil(() -> yields(scrub.pid()), LIMIT);
      scrub.kill();
    }
  }

  /** A process that has begun with it tells one thread after the other. */
  private static boolean yields(long process) throws IOException {
    return niceOfThreads(process).allMatch("10"::equals)
        && Tool.of("ionice")
            .command("-p", Long.toString(process))
            .run()
            .output()
            .contains("best-effort: prio 7");
  }

  private static Stream<String> niceOfThreads(long process) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process + "/task"))) {
      List<String> found = threads.map(ScrubIT::nice).toList();
      return found.stream();
    }
  }

  /** The field nice of proc(5)'s stat, the 19th; the name of the thread may have blanks in it. */
  private static String nice(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"), StandardCharsets.US_ASCII);
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16];
    } catch (IOException e) {
      return "10"; // it has ended
    }
  }

  private void forgetTables() throws IOException {
    try (Stream<Path> files = Files.list(device.root().resolve("var/lib/bascule/slots"))) {
      for (Path file : files.filter(name -> name.toString().endsWith(".tiles")).toList()) {
        Files.delete(file);
      }
    }
  }

  private void damage(Slot slot, long at, int bytes) throws IOException {
    ByteBuffer garbage = ByteBuffer.allocateDirect(bytes);
    try (Volume volume = device.disk().open(slot, Access.WRITE)) {
      volume.read(at, garbage);
      for (int i = 0; i < bytes; i++) {
        garbage.put(i, (byte) (garbage.get(i) ^ 0x5a));
      }
      volume.write(at, garbage.flip());
      volume.sync();
    }
  }

  private void dropCache() throws IOException {
    try (BlockFile file = BlockFile.open(device.disk().file(), Access.WRITE)) {
      file.sync();
      file.dropCache(0, file.size());
    }
    assertThat(cached()).isLessThan(MIB);
  }

  private long cached() throws IOException {
    return Long.parseLong(new Tool("fincore", "util-linux-extra")
        .command("-nbo", "RES", device.disk().file().toString())
        .run()
        .output()
        .strip());
  }

  private Outcome run(int exit, String... arguments) throws IOException {
    Outcome outcome = device.bascule(arguments).within(LIMIT).attempt();
    assertThat(outcome.exitCode()).as("%s: %s", arguments[0], outcome).isEqualTo(exit);
    return outcome;
  }
}
