package dev.bascule.lab.demo;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.boot.Startup;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A device whose every step is shown, and whose {@code usr} is what the booted slot holds. */
final class ShownDevice {

  private final Path directory;
  private final Narrator narrator;
  private final Device device;
  private final RunningSystem system;

  private ShownDevice(Path directory, Narrator narrator, Device device) {
    this.directory = directory;
    this.narrator = narrator;
    this.device = device;
    this.system = new RunningSystem(device.root());
  }

  /** Makes a device as the factory ships it: one system in slot A, confirmed; nothing in slot B. */
  static ShownDevice provision(Path directory, JavaProgram bascule, Narrator narrator, Path volume,
      Path manifest, String url) throws IOException {
    Files.createDirectories(directory);
    DiskImage disk = DiskImage.create(
        directory.resolve("disk.img"), DiskPlan.forVolume(Files.size(volume)), volume);
    Device device = Device.assemble(directory, disk.file(), Fleet.MODEL, url, bascule);
    device.recordFactoryImage(manifest);
    return new ShownDevice(directory, narrator, device);
  }

  /** Makes the device one of another hardware revision, by a drop-in of its configuration. */
  void pretendToBe(String hardware) throws IOException {
    device.configure("hardware", "[device]\ncompatible = [\"" + hardware + "\"]\n");
  }

  DiskImage disk() {
    return device.disk();
  }

  /** Switches the device on, and off before if it ran. */
  Slot powerOn() throws IOException {
    Startup startup = device.powerOn();
    if (!(startup instanceof Startup.Booted booted)) {
      throw new IOException("the boot loader found nothing that it may boot");
    }
    system.mount(disk(), booted.slot());
    narrator.say("(power on: the boot loader starts slot " + booted.slot() + ", "
        + versionLine() + "; " + attributes() + ")");
    return booted.slot();
  }

  /** Whether the updater has asked for a restart since the last one. */
  boolean wantsRestart() {
    return device.restartRequested();
  }

  /** Runs {@code bascule} and shows what it says, errors too. */
  Outcome bascule(String... arguments) throws IOException {
    narrator.command("bascule " + String.join(" ", arguments));
    Outcome outcome = device.bascule(arguments).attempt();
    narrator.output(outcome.output());
    narrator.output(outcome.errors());
    return outcome;
  }

  /** Starts {@code bascule} to run beside the demo. */
  Background start(String... arguments) throws IOException {
    narrator.command("bascule " + String.join(" ", arguments) + " &");
    return device.bascule(arguments).start(directory.resolve("background.log"));
  }

  private String versionLine() throws IOException {
    return Files.readAllLines(device.root().resolve(SystemImage.OS_RELEASE)).getLast();
  }

  private String attributes() throws IOException {
    List<String> slots = new ArrayList<>();
    for (Slot slot : Slot.values()) {
      var attributes = disk().readAttributes(slot);
      slots.add(String.format(Locale.ROOT, "%s: priority %d, tries %d, successful %d", slot,
          attributes.priority(), attributes.tries(), attributes.successful() ? 1 : 0));
    }
    return String.join("; ", slots);
  }
}
