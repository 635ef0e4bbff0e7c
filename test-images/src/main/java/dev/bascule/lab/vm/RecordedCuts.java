package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.cut.BootedCut;
import dev.bascule.lab.cut.Cuts;
import dev.bascule.lab.cut.History;
import dev.bascule.lab.cut.Recording;
import dev.bascule.lab.cut.Snapshot;
import dev.bascule.lab.machine.Machine;
import dev.bascule.lab.machine.MachineException;
import dev.bascule.lab.machine.PoweredMachine;
import dev.bascule.lab.system.Conduct;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that reaches the disk while a slot is activated, started by the loader and confirmed is recorded by QEMU, the
 * loader's own writes too. Some of the states that a power cut can leave of it are booted: a system must come up in each.
 * The firmware's variables are in no recording: a state has those that there were before the command or start that was cut.
 *
 * @param seed decides which
 * @param boots how many
 */
public record RecordedCuts(long seed, int boots) implements Scenario {

  /** As many as a scenario among others has time for. */
  public static final int FEW = 6;

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
    for (BootedCut booted : boot(device, progress)) {
      if (!booted.good()) {
        throw new IOException(booted.moment() + ": " + booted.outcome() + "\n" + booted.console());
      }
    }
  }

  /** Records a device's trial, and boots what cuts left of it, one after the other, whatever comes of them. */
  public List<BootedCut> boot(VirtualDevice device, Progress progress) throws IOException {
    device.fill(Slot.B, "1.0.2", Conduct.HEALTHY);
    ByteBuffer before = ByteBuffer.wrap(Files.readAllBytes(device.disk().file()));
    Path log = device.directory().resolve("writes.log");
    List<Flash> flashes = record(device, before, log);
    History history = Recording.read(before, log).history();
    Cuts cuts = new Cuts(history, seed, SAMPLES, false);
    List<Cuts.Moment> moments = new ArrayList<>();
    cuts.forEach((moment, _) -> moments.add(moment));
    progress.step(history.acts().size() + " writes and flushes recorded; a cut can leave "
        + moments.size() + " states, " + boots + " of which are booted");
    Set<Integer> chosen = choose(moments);
    List<BootedCut> booted = new ArrayList<>();
    cuts.<IOException>forEach((moment, medium) -> {
      if (chosen.contains(moment.number())) {
        BootedCut cut =
            boot(device, moment, medium.snapshot(), Flash.at(flashes, moment.act()).variables());
        progress.step(moment + ": " + cut.outcome());
        booted.add(cut);
      }
    });
    return booted;
  }

  /**
   * The firmware's variables at one time.
   *
   * @param acts how many writes and flushes had been recorded
   * @param variables empty where the firmware keeps none
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Flash(int acts, byte[] variables) {

    static Flash read(VirtualDevice device, ByteBuffer before, Path log) throws IOException {
      Path file = device.variables();
      return new Flash(Recording.read(before, log).acts().size(),
          Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
    }

    static Flash at(List<Flash> flashes, int act) {
      return flashes.stream()
          .filter(flash -> flash.acts <= act)
          .reduce(flashes.getFirst(), (_, later) -> later);
    }
  }

  private static List<Flash> record(VirtualDevice device, ByteBuffer before, Path log)
      throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      file.setLength(LOG);
    }
    String bootctl = "bascule-bootctl %s " + device.loader().bootctlOptions();
    List<Flash> flashes = new ArrayList<>();
    try (PoweredMachine machine = machine(device).powerOnRecorded(log)) {
      Startup.parse(machine.awaitReady(BOOT));
      flashes.add(Flash.read(device, before, log));
      machine.run(bootctl.formatted("confirm"));
      flashes.add(Flash.read(device, before, log));
      machine.run(bootctl.formatted("activate B --tries 2"));
      flashes.add(Flash.read(device, before, log));
      machine.send("/sbin/restart");
      Startup second = Startup.parse(machine.awaitReady(BOOT));
      if (second.slot() != Slot.B) {
        throw machine.failure("expected slot B to be tried, found " + second.slot());
      }
      flashes.add(Flash.read(device, before, log));
      machine.run(bootctl.formatted("confirm"));
      flashes.add(Flash.read(device, before, log));
      machine.send("sync; poweroff -f");
      machine.awaitOff();
    }
    return flashes;
  }

  /** Half of them beside flushes, where everything open can be lost in any order. */
  private Set<Integer> choose(List<Cuts.Moment> moments) {
    List<Cuts.Moment> all = new ArrayList<>(moments);
    Collections.shuffle(all, new Random(seed));
    Iterator<Cuts.Moment> boundaries = all.stream().filter(Cuts.Moment::boundary).iterator();
    Iterator<Cuts.Moment> any = all.iterator();
    Set<Integer> chosen = new TreeSet<>();
    while (chosen.size() < Math.min(boots, moments.size())) {
      boolean beside = chosen.size() % 2 == 0 && boundaries.hasNext();
      chosen.add((beside ? boundaries : any).next().number());
    }
    return chosen;
  }

  /** What comes up can be confirmed: the loader's state is one that our command understands. */
  private static BootedCut boot(VirtualDevice device, Cuts.Moment moment, Snapshot media,
      byte[] variables) throws IOException {
    Path place = Files.createDirectories(device.directory().resolve("cut"));
    VirtualDevice cut =
        new VirtualDevice(place, device.loader(), device.system(), device.accelerator());
    media.write(cut.disk().file(), place);
    if (variables.length > 0) {
      Files.write(cut.variables(), variables);
    }
    String name = device.loader().name();
    try (PoweredMachine machine = machine(cut).powerOn()) {
      try {
        Startup startup = Startup.parse(machine.awaitReady(BOOT));
        machine.run("bascule-bootctl confirm " + device.loader().bootctlOptions());
        return new BootedCut(name, moment, true,
            "slot " + startup.slot() + " is up, and confirmed", machine.consoleTail());
      } catch (MachineException e) {
        return new BootedCut(name, moment, false, e.problem(), machine.consoleTail());
      }
    } finally {
      new FileTree(place).delete();
    }
  }

  private static Machine machine(VirtualDevice device) {
    return new Machine(device.directory(), device.loader().firmware(device.directory()),
        device.disk().file(), Machine.MEMORY, device.accelerator());
  }
}
