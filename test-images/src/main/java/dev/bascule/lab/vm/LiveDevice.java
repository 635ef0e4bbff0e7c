package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.machine.PoweredMachine;
import dev.bascule.lab.process.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A virtual device that is on, used as a person at its console would, with every expectation checked. */
public final class LiveDevice implements AutoCloseable {

  /** Firmware, loader, kernel and root, some times over where a slot fails, on a busy host without KVM. */
  private static final Duration BOOT = Duration.ofMinutes(9);
  /** Writing a slot takes half a minute on two free cores without KVM, and some minutes on busy ones. */
  private static final Duration BASCULE = Duration.ofMinutes(9);

  private final VirtualDevice device;
  private PoweredMachine machine;
  private Startup startup;
  private boolean off;
  /** What the consoles of earlier lives showed. */
  private String earlier = "";

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

  /** Ends the system in order and switches the device off; the next restart switches it on. */
  void switchOff() throws IOException {
    if (off) {
      return;
    }
    if (!device.system().hasCommands()) {
      bench().beginAfter(machine.run(Bench.QUESTION));
    }
    machine.send("/sbin/restart poweroff");
    machine.awaitOff();
    beOff();
  }

  /** Cuts the power; the next restart switches the device on. */
  void cutPower() throws IOException {
    machine.close();
    beOff();
  }

  private void beOff() throws IOException {
    earlier += machine.console();
    off = true;
  }

  /** Watches the starts of a device that was switched on and does not come up. */
  VainStarts watch(Predicate<VainStarts> enough) throws IOException {
    return VainStarts.watch(machine, enough);
  }

  /**
   * Does what {@code bascule-bootctl} does; it must succeed. A device that cannot run it is off afterwards, and on again
   * with the next restart.
   */
  public String bootctl(String arguments) throws IOException {
    if (device.system().hasCommands()) {
      return machine.run(bootctlLine(arguments));
    }
    switchOff();
    Outcome outcome = bench().bootctl(arguments);
    require("exit code of bascule-bootctl " + arguments + " (" + outcome.errors() + ")", 0,
        outcome.exitCode());
    return outcome.output();
  }

  /** The line of shell that does it. */
  String bootctlLine(String arguments) {
    return "bascule-bootctl " + arguments + " " + device.loader().bootctlOptions();
  }

  /** Does what {@code bascule} does, whatever comes of it; what {@link #bootctl} says of devices that cannot is true here too. */
  public Outcome bascule(String arguments) throws IOException {
    if (device.system().hasCommands()) {
      return machine.attempt("bascule " + arguments, BASCULE);
    }
    switchOff();
    return bench().bascule(arguments);
  }

  /** Does what {@code bascule} does and restarts the device by, and waits for the next system that comes up. */
  Startup restartBy(String arguments) throws IOException {
    if (!device.system().hasCommands()) {
      bascule(arguments);
      return restart();
    }
    machine.send("bascule " + arguments + " > /dev/console 2>&1");
    return awaitBoot();
  }

  /** Has the device trust a repository, and look there for updates. */
  void lookAt(RepositoryServer server) throws IOException {
    if (!device.system().hasCommands()) {
      bench().lookAt(server.rootMetadata(), server.hostUrl());
      return;
    }
    machine.run("mkdir /etc/bascule/conf.d && printf '[source]\\nurl = \"" + server.url()
        + "\"\\n' > /etc/bascule/conf.d/source.toml");
    machine.run("wget -q -O /etc/bascule/root.json " + server.rootUrl());
  }

  /** Takes the device from its network; one that is off has none. */
  void cutNetwork() throws IOException {
    if (!off) {
      machine.run("ip link set eth0 down");
    }
  }

  /** Changes some bytes of the slot that does not run. */
  void tamper(Slot slot) throws IOException {
    if (off) {
      device.tamper(slot);
      return;
    }
    machine.run("printf " + VirtualDevice.TAMPERED + " | dd of=/dev/"
        + "$(basename $(dirname $(grep -lx PARTNAME=" + DiskPlan.partitionName(slot)
        + " /sys/class/block/*/uevent))) bs=1 seek=" + VirtualDevice.TAMPERED_AT
        + " conv=notrunc,fsync");
  }

  private Bench bench() {
    return new Bench(device);
  }

  /** How often a slot has been started since the device was first switched on, in vain or not. */
  public int starts(Slot slot) throws IOException {
    return said(VainStarts.SIGN + slot);
  }

  /** How often something has been said on the console since the device was first switched on. */
  int said(String pattern) throws IOException {
    return (int) Pattern.compile(pattern)
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
