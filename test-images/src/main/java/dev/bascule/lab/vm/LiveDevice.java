package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.loader.LoaderSetup;
import dev.bascule.lab.machine.PoweredMachine;
import dev.bascule.lab.process.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

/** A virtual device that is on, used as a person at its console would, with every expectation checked. */
public final class LiveDevice implements AutoCloseable {

  /** Firmware, loader, kernel and root, some times over where a slot fails, on a busy host without KVM. */
  private static final Duration BOOT = Duration.ofSeconds(150);

  private final PoweredMachine machine;
  private final LoaderSetup loader;
  private final Duration boot;
  private Startup startup;

  private LiveDevice(PoweredMachine machine, LoaderSetup loader, Duration boot, Startup startup) {
    this.machine = machine;
    this.loader = loader;
    this.boot = boot;
    this.startup = startup;
  }

  /** Switches a device on and waits for its system. */
  public static LiveDevice start(VirtualDevice device) throws IOException {
    return start(device.powerOn(), device.loader(), BOOT);
  }

  /**
   * Waits for the system of a machine that was switched on.
   *
   * @param boot how long it may take until a system is up, however many fail before it
   */
  static LiveDevice start(PoweredMachine machine, LoaderSetup loader, Duration boot)
      throws IOException {
    try {
      return new LiveDevice(machine, loader, boot, Startup.parse(machine.awaitReady(boot)));
    } catch (IOException e) {
      machine.close();
      throw e;
    }
  }

  /** What runs now. */
  public Startup startup() {
    return startup;
  }

  /** Waits for the next system that comes up, however many fail before it. */
  public Startup awaitBoot() throws IOException {
    startup = Startup.parse(machine.awaitReady(boot));
    return startup;
  }

  /** Restarts in order, and waits for the next system that comes up. */
  public Startup restart() throws IOException {
    machine.send("/sbin/restart");
    return awaitBoot();
  }

  /** Does what {@code bascule-bootctl} does; it must succeed. */
  public String bootctl(String verb) throws IOException {
    return machine.run(bootctlLine(verb));
  }

  /** The line of shell that does it. */
  String bootctlLine(String verb) {
    return "bascule-bootctl " + verb + " " + loader.bootctlOptions();
  }

  /** Does what {@code bascule} does, whatever comes of it. */
  public Outcome bascule(String arguments) throws IOException {
    return machine.attempt("bascule " + arguments);
  }

  /** How often a slot has been started since the machine was switched on, in vain or not. */
  public int starts(Slot slot) throws IOException {
    return (int) Pattern.compile("LAB initramfs root=ROOT-" + slot)
        .matcher(machine.console())
        .results()
        .count();
  }

  /** Checks that a slot runs now. */
  public void requireSlot(Slot slot) throws IOException {
    require("the slot that runs", slot, startup.slot());
  }

  /** Checks something; what differs is an exception with the console's end. */
  public void require(String what, Object expected, Object found) throws IOException {
    if (!expected.equals(found)) {
      throw machine.failure(what + ": expected " + expected + ", found " + found);
    }
  }

  /** The machine itself. */
  public PoweredMachine machine() {
    return machine;
  }

  @Override
  public void close() throws IOException {
    machine.close();
  }
}
