package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.cut.Cuts;
import dev.bascule.lab.cut.History;
import dev.bascule.lab.cut.Recording;
import dev.bascule.lab.cut.Snapshot;
import dev.bascule.lab.machine.Machine;
import dev.bascule.lab.machine.PoweredMachine;
import dev.bascule.lab.system.Conduct;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that reaches the disk while a slot is activated, started by the loader and confirmed is recorded by QEMU, the
 * loader's own writes too. Some of the states that a power cut can leave of it are booted: a system must come up in each.
 *
 * @param seed decides which
 */
public record RecordedCuts(long seed) implements Scenario {

  private static final int BOOTED = 6;
  private static final int SAMPLES = 8;
  private static final long LOG = 1L << 30;
  private static final Duration BOOT = Duration.ofMinutes(6);

  @Override
  public String name() {
    return "recorded-cuts";
  }

  @Override
  public String claim() {
    return "from states that a cut can leave of a recorded trial, reordered and lost, a system comes up";
  }

  @Override
  public boolean needsCommands() {
    return true;
  }

  @Override
  public void run(VirtualDevice device, Progress progress) throws IOException {
    device.fill(Slot.B, "1.0.2", Conduct.HEALTHY);
    ByteBuffer before = ByteBuffer.wrap(Files.readAllBytes(device.disk().file()));
    Path log = device.directory().resolve("writes.log");
    record(device, log);
    History history = Recording.read(before, log).history();
    Cuts cuts = new Cuts(history, seed, SAMPLES, false);
    List<Cuts.Moment> moments = new ArrayList<>();
    cuts.forEach((moment, _) -> moments.add(moment));
    progress.step(history.acts().size() + " writes and flushes recorded; a cut can leave "
        + moments.size() + " states, " + BOOTED + " of which are booted");
    Set<Integer> chosen = choose(moments);
    cuts.<IOException>forEach((moment, medium) -> {
      if (chosen.contains(moment.number())) {
        progress.step(moment + ": " + boot(device, medium.snapshot()));
      }
    });
  }

  private static void record(VirtualDevice device, Path log) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      file.setLength(LOG);
    }
    String bootctl = "bascule-bootctl %s " + device.loader().bootctlOptions();
    try (PoweredMachine machine = machine(device).powerOnRecorded(log)) {
      Startup.parse(machine.awaitReady(BOOT));
      machine.run(bootctl.formatted("confirm"));
      machine.run(bootctl.formatted("activate B --tries 2"));
      machine.send("/sbin/restart");
      Startup second = Startup.parse(machine.awaitReady(BOOT));
      if (second.slot() != Slot.B) {
        throw machine.failure("expected slot B to be tried, found " + second.slot());
      }
      machine.run(bootctl.formatted("confirm"));
      machine.send("sync; poweroff -f");
      machine.awaitOff();
    }
  }

  /** Half of them beside flushes, where everything open can be lost in any order. */
  private Set<Integer> choose(List<Cuts.Moment> moments) {
    Random random = new Random(seed);
    List<Cuts.Moment> boundaries = moments.stream().filter(Cuts.Moment::boundary).toList();
    Set<Integer> chosen = new TreeSet<>();
    while (chosen.size() < Math.min(BOOTED, moments.size())) {
      List<Cuts.Moment> from = chosen.size() % 2 == 0 ? boundaries : moments;
      chosen.add(from.get(random.nextInt(from.size())).number());
    }
    return chosen;
  }

  /** What comes up can be confirmed: the loader's state is one that our command understands. */
  private static String boot(VirtualDevice device, Snapshot media) throws IOException {
    Path place = Files.createDirectories(device.directory().resolve("cut"));
    VirtualDevice cut =
        new VirtualDevice(place, device.loader(), device.system(), device.accelerator());
    media.write(cut.disk().file(), place);
    Path variables = device.directory().resolve("variables.fd");
    if (Files.exists(variables)) {
      Files.copy(variables, place.resolve("variables.fd"));
    }
    try (PoweredMachine machine = machine(cut).powerOn()) {
      Startup startup = Startup.parse(machine.awaitReady(BOOT));
      machine.run("bascule-bootctl confirm " + device.loader().bootctlOptions());
      return "slot " + startup.slot() + " is up, and confirmed";
    } finally {
      new FileTree(place).delete();
    }
  }

  private static Machine machine(VirtualDevice device) {
    return new Machine(device.directory(), device.loader().firmware(device.directory()),
        device.disk().file(), Machine.MEMORY, device.accelerator());
  }
}
