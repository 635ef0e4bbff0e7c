package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.machine.PoweredMachine;
import dev.bascule.lab.process.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

/** A virtual device that is on, used as a person at its console would, with every expectation checked. */
public final class LiveDevice implements AutoCloseable {

  /** Firmware, loader, kernel and root, some times over where a slot fails, on a busy host without KVM. */
  private static final Duration BOOT = Duration.ofMinutes(5);

  private final VirtualDevice device;
  private PoweredMachine machine;
  private Startup startup;
  private boolean off;
  /** What the consoles of earlier lives showed. */
  private String earlier = "";
  private String commandLine = "";

  private LiveDevice(VirtualDevice device, PoweredMachine machine, Startup startup) {
    this.device = device;
    this.machine = machine;
    this.startup = startup;
  }

  /** Switches a device on and waits for its system. */
  public static LiveDevice start(VirtualDevice device) throws IOException {
    PoweredMachine machine = device.powerOn();
    try {
      return new LiveDevice(device, machine, Startup.parse(machine.awaitReady(BOOT)));
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
    startup = Startup.parse(machine.awaitReady(BOOT));
    return startup;
  }

  /** Restarts in order, and waits for the next system that comes up. */
  public Startup restart() throws IOException {
    beginRestart();
    return awaitBoot();
  }

  /** Restarts in order, and does not wait. */
  void beginRestart() throws IOException {
    if (off) {
      machine = device.powerOn();
      off = false;
    } else {
      machine.send("/sbin/restart");
    }
  }

  /**
   * Does what {@code bascule-bootctl} does; it must succeed. A device that cannot run it is off afterwards, and on again
   * with the next restart.
   */
  public String bootctl(String verb) throws IOException {
    if (device.system().hasCommands()) {
      return machine.run(bootctlLine(verb));
    }
    if (!off) {
      commandLine = machine.run("cat /proc/cmdline");
      machine.send("sync; poweroff -f");
      earlier += machine.console();
      machine.awaitOff();
      off = true;
    }
    return new Bench(device).bootctl(verb, commandLine);
  }

  /** The line of shell that does it. */
  String bootctlLine(String verb) {
    return "bascule-bootctl " + verb + " " + device.loader().bootctlOptions();
  }

  /** Does what {@code bascule} does, whatever comes of it. */
  public Outcome bascule(String arguments) throws IOException {
    return machine.attempt("bascule " + arguments);
  }

  /** How often a slot has been started since the device was first switched on, in vain or not. */
  public int starts(Slot slot) throws IOException {
    return (int) Pattern.compile("LAB initramfs root=ROOT-" + slot)
        .matcher(off ? earlier : earlier + machine.console())
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
