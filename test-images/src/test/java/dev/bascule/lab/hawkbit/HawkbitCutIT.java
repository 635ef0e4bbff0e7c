package dev.bascule.lab.hawkbit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.cut.Act;
import dev.bascule.lab.cut.Cuts;
import dev.bascule.lab.cut.History;
import dev.bascule.lab.cut.Medium;
import dev.bascule.lab.cut.Snapshot;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.trace.Places;
import dev.bascule.lab.trace.Tracer;
import dev.bascule.updater.hawkbit.Errand;
import dev.bascule.updater.hawkbit.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power is cut at every moment of the looks that take an action of a real hawkBit up and close it; {@code hawkbit.json} and the
 * disk are looked at, seen below the program. {@code -Dbascule.seed=N} repeats the samples.
 */
final class HawkbitCutIT {

  private static final String NAME = "cut";
  private static final String MEMORY = "var/lib/bascule/hawkbit.json";
  private static final int SAMPLES = 50;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long SEED = Long.getLong("bascule.seed", System.nanoTime());

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before the test
  private Path bench;

  @Test
  void theActionIsKeptBeforeTheDiskIsTouchedAndUntilTheServerKnows() throws IOException {
    Needs.tools(new Tool("sgdisk", "gdisk"), Tracer.STRACE);
    System.err.println("HawkbitCutIT: to repeat this run, -Dbascule.seed=" + SEED);
    Checkout checkout = Checkout.find();
    Path before = content("before", 1);
    Workshop workshop = Workshop.create(bench.resolve("workshop"), checkout.basculeImage());
    workshop.build(1, before, 1);
    workshop.publish(1);
    workshop.build(2, content("after", 2), 1);
    workshop.stock(2);
    try (HawkbitServer server = HawkbitServer.start(bench.resolve("hawkbit"), checkout)) {
      Device device = device(workshop.manufacture(bench.resolve("device"), before, 1,
          checkout.bascule()), server);
      look(device);
      Management fleet = server.management();
      long action = fleet.assign(fleet.distribution(Workshop.MODEL, "1.0.2"), NAME, "forced");

      Set<String> takenUp = new TreeSet<>();
      History install = recorded(device);
      new Cuts(install, SEED, SAMPLES, false).forEach(new Judgement(install.before(), action,
          takenUp));
      assertThat(device.boot()).isEqualTo(Slot.B);
      assertThat(device.bascule("confirm").within(LIMIT).attempt().exitCode()).isZero();
      Set<String> closed = new TreeSet<>();
      History end = recorded(device);
      new Cuts(end, SEED, SAMPLES, false).forEach(new Judgement(null, action, closed));

      assertThat(takenUp).as("from none to activated, by what the server was told")
          .hasSizeGreaterThan(2)
          .contains("")
          .anyMatch(told -> told.contains("is the next to boot"));
      assertThat(closed).hasSizeBetween(2, 3).contains("");
      assertThat(status(fleet, action)).isEqualTo("finished");
      tellsTwice(device, end.before(), fleet, action);
    }
  }

  /** A device that was cut off before it forgot the action tells it once more. */
  private static void tellsTwice(Device device, Snapshot before, Management fleet, long action)
      throws IOException {
    Path state = device.root().resolve("var/lib/bascule");
    Files.write(device.root().resolve(MEMORY),
        before.files().getOrDefault(MEMORY, new byte[0]));
    assertThat(Memory.read(state).errand()).isNotNull();

    look(device);

    assertThat(Memory.read(state).errand()).isNull();
    assertThat(status(fleet, action)).isEqualTo("finished");
  }

  /**
   * What must hold of every medium.
   *
   * @param before what there was before anything was done, or null where the disk may have changed
   * @param told of each action that was found, what the server was told last; without one, nothing
   */
  private record Judgement(@Nullable Snapshot before, long action, Set<String> told,
      Map<Object, Boolean> touched) implements Cuts.Judge<IOException> {

    Judgement(@Nullable Snapshot before, long action, Set<String> told) {
      this(before, action, told, new HashMap<>());
    }

    @Override
    public void look(Cuts.Moment moment, Medium medium) throws IOException {
      byte[] content = medium.files().get(MEMORY);
      Errand errand = content == null ? null : read(content);
      if (errand != null) {
        assertThat(errand.action()).as("%s", moment).isEqualTo(Long.toString(action));
        assertThat(errand.version()).as("%s", moment).hasToString("1.0.2");
      }
      told.add(errand == null ? "" : "told: " + errand.told());
      if (before != null && isTouched(before.disk(), medium)) {
        assertThat(errand).as("the disk is touched at %s", moment).isNotNull();
      }
    }

    private boolean isTouched(byte[] disk, Medium medium) {
      return !medium.keptOnDisk().isEmpty() || touched.computeIfAbsent(medium.epoch(),
          epoch -> !Arrays.equals(disk, medium.diskBytes()));
    }

    private static @Nullable Errand read(byte[] content) throws IOException {
      Path directory = Files.createTempDirectory("bascule-memory-");
      Path file = Files.write(directory.resolve("hawkbit.json"), content);
      try {
        Memory memory = Memory.read(directory);
        assertThat(memory.described()).as("a torn file: %s", new String(content, UTF_8))
            .isNotEmpty();
        return memory.errand();
      } finally {
        Files.delete(file);
        Files.delete(directory);
      }
    }
  }

  /** One look, all that it asked of its media. */
  private History recorded(Device device) throws IOException {
    sleepAsTheServerAsks();
    Places places = new Places(device.disk().file(), device.root(), device.root().resolve("var"));
    Snapshot now = places.read();
    Tracer.Traced traced = Tracer.watch(places, now, bench)
        .run(device.bascule("daemon", "--once", "--reboot"));
    assertThat(traced.outcome().exitCode()).as("%s", traced.outcome()).isZero();
    List<Act> acts = new ArrayList<>(List.of(new Act.Mark("begin")));
    acts.addAll(traced.acts());
    acts.add(new Act.Mark("end"));
    return new History(now, acts);
  }

  private static void look(Device device) throws IOException {
    sleepAsTheServerAsks();
    assertThat(device.bascule("daemon", "--once", "--reboot").within(LIMIT).attempt().exitCode())
        .isZero();
  }

  private static void sleepAsTheServerAsks() {
    try {
      Thread.sleep(Duration.ofMillis(1100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String status(Management fleet, long action) throws IOException {
    return fleet.get("targets/" + NAME + "/actions/" + action).path("status").asText();
  }

  private static Device device(Device device, HawkbitServer server) throws IOException {
    Path token = Files.writeString(device.root().resolve("etc/bascule/token"),
        HawkbitServer.GATEWAY_TOKEN + "\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    device.configure("hawkbit", """
      [hawkbit]
      url = "%s"
      controller_id = "%s"
      gateway_token = "/etc/bascule/token"
      """.formatted(server.url(), NAME));
    assertThat(device.boot()).isEqualTo(Slot.A);
    return device;
  }

  private Path content(String name, long seed) throws IOException {
    byte[] content = new byte[1 << 20];
    new Random(seed).nextBytes(content);
    return Files.write(bench.resolve(name), content);
  }
}
