package dev.bascule.lab.powercut;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.boot.Startup;
import dev.bascule.lab.cut.History;
import dev.bascule.lab.cut.Snapshot;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What happens in a device's life, one after the other, until everything has happened that changes what boots. Each
 * chapter begins in a slot that runs and is confirmed.
 */
enum Chapter {
  /** The first update, confirmed: from slot A to B. */
  FIRST_UPDATE,
  /** The next update, into the slot from which the device came. */
  SECOND_UPDATE,
  /** A person returns to the version before. */
  ROLLBACK,
  /** An update that fails its health check is given up. */
  FAILED_UPDATE;

  private static final int UNHEALTHY = 5;
  /** What is said last while a slot is tried and not confirmed yet. */
  private static final Set<String> DURING_TRIAL = Set.of("begin " + RecordedDevice.LOADER,
      "end " + RecordedDevice.LOADER, "begin bascule confirm");

  /** As people call it: {@code first-update}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The release that the repository offers. */
  int offered() {
    return switch (this) {
      case FIRST_UPDATE -> 2;
      case SECOND_UPDATE, ROLLBACK -> 3;
      case FAILED_UPDATE -> CutBench.SICK;
    };
  }

  /**
   * The releases that a device may run in the end.
   *
   * @param mark what was said last before the cut
   * @param once whether the loader tries a slot only once: a cut then ends the trial for good
   */
  Set<Long> ends(String mark, boolean once) {
    boolean trialLost = once && DURING_TRIAL.contains(mark);
    return switch (this) {
      case FIRST_UPDATE -> trialLost ? Set.of(1L, 2L) : Set.of(2L);
      case SECOND_UPDATE -> trialLost ? Set.of(2L, 3L) : Set.of(3L);
      case ROLLBACK -> Set.of(2L, 3L);
      case FAILED_UPDATE -> Set.of(2L);
    };
  }

  /**
   * Lets it happen to a device whose media are given, and records it.
   *
   * @param program the device's
   * @throws IOException if it takes another course than it should
   */
  History record(CutBench bench, Snapshot media, JavaProgram program) throws IOException {
    return record(bench, media, program, _ -> {});
  }

  /** The same, with something that happens to the device once it is on. */
  History record(CutBench bench, Snapshot media, JavaProgram program, Mishap mishap)
      throws IOException {
    String name = bench.newName(label() + "-recorded");
    try {
      Device device = bench.after(media, name, offered(), program);
      RecordedDevice on = RecordedDevice.of(device, bench.loader(), bench.scratch());
      on.powerOn();
      run(on, 0, "confirm"); // as the unit does it at each start
      mishap.befall(device);
      RecordedDevice recorded = RecordedDevice.of(device, bench.loader(), bench.scratch());
      happen(recorded);
      recorded.requireComplete();
      return recorded.history();
    } finally {
      bench.remove(name);
    }
  }

  /** What a medium or a person does to a device. */
  interface Mishap {
    void befall(Device device) throws IOException;
  }

  private void happen(RecordedDevice device) throws IOException {
    switch (this) {
      case FIRST_UPDATE -> {
        run(device, 0, "update");
        boot(device, Slot.B);
        run(device, 0, "confirm");
      }
      case SECOND_UPDATE -> {
        run(device, 0, "update");
        boot(device, Slot.A);
        run(device, 0, "confirm");
      }
      case ROLLBACK -> {
        run(device, 0, "rollback", "--reason", "a test", "--yes");
        boot(device, Slot.B);
        run(device, 0, "confirm");
      }
      case FAILED_UPDATE -> {
        run(device, 0, "update");
        boot(device, Slot.A);
        run(device, UNHEALTHY, "confirm");
        boot(device, Slot.B);
        run(device, 0, "confirm");
      }
    }
  }

  private static void run(RecordedDevice device, int code, String... arguments)
      throws IOException {
    Outcome outcome = device.bascule(arguments);
    if (outcome.exitCode() != code) {
      throw new IOException("bascule " + List.of(arguments) + ": expected exit code " + code
          + ", found " + outcome);
    }
  }

  private static void boot(RecordedDevice device, Slot slot) throws IOException {
    Startup startup = device.powerOn();
    Optional<Slot> found =
        startup instanceof Startup.Booted booted ? Optional.of(booted.slot()) : Optional.empty();
    if (!found.equals(Optional.of(slot))) {
      throw new IOException("expected slot " + slot + " to boot, found " + startup);
    }
  }
}
