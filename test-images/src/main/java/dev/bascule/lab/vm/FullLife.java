package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Progress;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.machine.PoweredMachine;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.system.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** A device with the full system that is on, with a web server for what is published for it; every expectation is checked. */
public final class FullLife implements AutoCloseable {

  /** Debian's whole start takes half a minute on two free cores without KVM; a fall-back is two, and a watchdog's time. */
  private static final Duration BOOT = Duration.ofMinutes(9);
  /** A slot of some hundred megabytes on a busy host without KVM. */
  private static final Duration INSTALL = Duration.ofMinutes(9);
  private static final Duration QUICK = Duration.ofMinutes(2);
  /** The kernel's last word before the firmware's first, in an orderly restart. */
  private static final String RESTARTING = "reboot: Restarting system";
  private static final String FIRMWARE = "BdsDxe: starting";
  /** Seconds, as a rule. QEMU's translator has been seen to stand still in it for good, before it read the disk. */
  private static final Duration FIRMWARE_STARTS = Duration.ofMinutes(2);

  private final FullDevice device;
  private final RepositoryServer server;
  private final PoweredMachine machine;
  private final Progress progress;
  private Startup startup;

  private FullLife(FullDevice device, RepositoryServer server, PoweredMachine machine,
      Startup startup, Progress progress) {
    this.device = device;
    this.server = server;
    this.machine = machine;
    this.startup = startup;
    this.progress = progress;
  }

  /** Switches a device on and tells it where its repository is. */
  public static FullLife begin(FullDevice device, Checkout checkout, Progress progress)
      throws IOException {
    progress.step("switching the device on");
    RepositoryServer server = RepositoryServer.start(device.workshop().repository(),
        device.directory(), checkout.basculeImage());
    PoweredMachine machine = null;
    try {
      machine = device.powerOn();
      FullLife life = new FullLife(device, server, machine,
          Startup.parse(machine.awaitReady(BOOT)), progress);
      life.run("printf '[source]\\nurl = \"" + server.url()
          + "\"\\n' > /etc/bascule/conf.d/source.toml");
      progress.step("release 1 is up, %.0f s after its kernel started"
          .formatted(life.startup.seconds()));
      return life;
    } catch (IOException e) {
      server.close();
      if (machine != null) {
        machine.close();
      }
      throw e;
    }
  }

  /** Builds a release and offers it to the device. */
  public void publish(int release, Fault fault) throws IOException {
    device.publish(release, fault);
    progress.step("release " + release + " is signed and published: " + fault.word());
  }

  /**
   * Starts the unit that the timer starts, which ends with a restart, and waits for the system that is up in the end.
   *
   * @return seconds from the restart until then
   */
  public double update() throws IOException {
    progress.step("systemctl start bascule-update.service");
    machine.send("systemctl start bascule-update.service");
    machine.awaitConsole(RESTARTING, INSTALL);
    progress.step("written and activated; the device restarts itself");
    return awaitBoot();
  }

  /** Installs and activates what is offered, and does not restart. */
  public void install() throws IOException {
    machine.run("bascule update", INSTALL);
  }

  /** Has the unit begin to write, and kills all of it. */
  public void killDuringUpdate() throws IOException {
    run("systemctl start --no-block bascule-update.service");
    run("until bascule status --json | grep -q '\"state\" *: *\"staging\"'; do sleep 1; done;"
        + " systemctl kill --kill-whom=all --signal=KILL bascule-update.service;"
        + " while systemctl is-active -q bascule-update.service; do sleep 1; done;"
        + " systemctl reset-failed bascule-update.service");
    progress.step("the updater was killed while it wrote");
  }

  /**
   * Makes a bundle of what is offered and brings it to the device, as a technician does.
   *
   * @param place where the device keeps it
   */
  public void bring(String place) throws IOException {
    String name = "update.bascule";
    device.workshop().bundle("repository/" + name);
    machine.run("curl -sfo " + place + " " + server.url() + name, INSTALL);
    progress.step("a bundle is at " + place);
  }

  /** Restarts in order, and waits for the system that is up in the end. */
  public double restart() throws IOException {
    return restart("systemctl reboot");
  }

  /** Restarts the device by a command that asks for it. */
  public double restart(String command) throws IOException {
    machine.send(command);
    machine.awaitConsole(RESTARTING, QUICK);
    return awaitBoot();
  }

  /**
   * Exercises the way back as a person asks for it: the device goes to the other slot, finds it healthy, and comes back, all by itself.
   *
   * @param other the slot that the drill goes to
   */
  public void drill(Slot other) throws IOException {
    progress.step("bascule drill --reboot");
    long start = System.nanoTime();
    machine.send("bascule drill --reboot");
    machine.awaitConsole(RESTARTING, QUICK);
    awaitFirmware();
    machine.awaitConsole(VainStarts.SIGN + other, BOOT);
    machine.awaitConsole(RESTARTING, BOOT);
    progress.step("slot %s was up and healthy, and left again, %.0f s after the command"
        .formatted(other, (System.nanoTime() - start) / 1e9));
    awaitBoot();
    progress.step("back %.0f s after the command".formatted((System.nanoTime() - start) / 1e9));
  }

  /**
   * Tells how soon a drill found the other slot healthy, by the device's own journal.
   *
   * @param history as {@code bascule history --json} prints it
   */
  public void tellDrill(String history) throws IOException {
    Duration toHealthy = Duration.between(
        timeOf("drill_started", history), timeOf("drill_reached", history));
    progress.step("by the device's journal, the other slot was healthy %d s after the drill began"
        .formatted(toHealthy.toSeconds()));
  }

  /** When the last event of a kind was, in a history as JSON: an entry's time stands before its event. */
  private Instant timeOf(String event, String history) throws IOException {
    Optional<Instant> last =
        Pattern.compile("\"at\"\\s*:\\s*\"([^\"]+)\"[^{}]*?\"event\"\\s*:\\s*\"" + event + '"')
            .matcher(history)
            .results()
            .reduce((earlier, later) -> later)
            .map(found -> Instant.parse(found.group(1)));
    if (last.isEmpty()) {
      throw machine.failure("the history: expected " + event + ", found " + history);
    }
    return last.get();
  }

  /** Changes some bytes of a slot's root behind its update's back: in the block that is read first. */
  public void tamper(Slot slot) throws IOException {
    run("printf tampered | dd of=/dev/disk/by-partlabel/" + DiskPlan.partitionName(slot)
        + " bs=1 seek=1024 conv=notrunc,fsync 2>&1");
    progress.step("eight bytes of slot " + slot + "'s root are changed");
  }

  /** The device has no network from here on. */
  public void cutNetwork() throws IOException {
    run("ip link set $(ls /sys/class/net | grep ^e) down");
    server.close();
    progress.step("the network is gone");
  }

  /** Runs a line of shell on the device; it must succeed. */
  public String run(String command) throws IOException {
    return machine.run(command);
  }

  /** Has the device wait until a line of shell succeeds, as long as an installation may take. */
  public void await(String condition) throws IOException {
    machine.run("until " + condition + "; do sleep 2; done", INSTALL);
  }

  /** Checks which release runs where, and that the device's own unit has confirmed it. */
  public void requireRunning(Slot slot, int release) throws IOException {
    requireRunning(slot, release, "active");
  }

  /** Checks which release runs where, and that the device's own unit has found it sick. */
  public void requireSick(Slot slot, int release) throws IOException {
    requireRunning(slot, release, "failed");
  }

  private void requireRunning(Slot slot, int release, String verdict) throws IOException {
    requireEqual("the slot that runs", slot, startup.slot());
    requireEqual("the version that runs", Workshop.version(release), startup.version());
    Outcome unit = machine.attempt("systemctl is-active bascule-confirm.service");
    requireEqual("bascule-confirm.service", verdict, unit.output().strip());
    progress.step("release " + release + " runs in slot " + slot + "; the confirming unit: "
        + verdict);
  }

  /** Checks that a command's output has something, and gives the output. */
  public String require(String command, String regex) throws IOException {
    Outcome outcome = machine.attempt(command);
    if (!outcome.output().matches("(?s).*(" + regex + ").*")) {
      throw machine.failure(command + ": expected \"" + regex + "\", found " + outcome);
    }
    return outcome.output();
  }

  /** Checks that the console has shown something since the device was switched on. */
  public void requireSeen(String regex) throws IOException {
    if (!machine.console().matches("(?s).*(" + regex + ").*")) {
      throw machine.failure("the console: expected \"" + regex + "\"");
    }
  }

  @Override
  public void close() throws IOException {
    try (server) {
      machine.close();
    }
  }

  private double awaitBoot() throws IOException {
    long start = System.nanoTime();
    awaitFirmware();
    startup = Startup.parse(machine.awaitReady(BOOT));
    double seconds = (System.nanoTime() - start) / 1e9;
    progress.step("a system is up again %.0f s after the restart".formatted(seconds));
    return seconds;
  }

  private void awaitFirmware() throws IOException {
    if (machine.look(FIRMWARE, FIRMWARE_STARTS).isEmpty()) {
      progress
          .step("the firmware has said nothing for %d s (%s): reset, as a board's watchdog would"
              .formatted(FIRMWARE_STARTS.toSeconds(), machine.state()));
      machine.reset();
    }
  }

  private void requireEqual(String what, Object expected, Object found) throws IOException {
    if (!expected.equals(found)) {
      throw machine.failure(what + ": expected " + expected + ", found " + found);
    }
  }
}
