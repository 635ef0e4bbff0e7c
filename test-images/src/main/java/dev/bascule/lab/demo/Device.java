package dev.bascule.lab.demo;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.PriorityRule;
import dev.bascule.lab.boot.GptMachine;
import dev.bascule.lab.boot.Startup;
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

/**
 * A device: a disk image, a boot loader that reads it, and the command {@code bascule} on the system that booted.
 * What a kernel would give is in two directories: {@code root} stands for {@code /} and {@code proc} for {@code /proc}.
 */
final class Device {

  private final Path directory;
  private final JavaProgram bascule;
  private final Narrator narrator;
  private final DiskImage disk;
  private final GptMachine machine;
  private final RunningSystem system;

  private Device(Path directory, JavaProgram bascule, Narrator narrator, DiskImage disk) {
    this.directory = directory;
    this.bascule = bascule;
    this.narrator = narrator;
    this.disk = disk;
    this.machine = new GptMachine(disk, PriorityRule.GPTPRIO, directory.resolve("proc"));
    this.system = new RunningSystem(root());
  }

  /** Makes a device as the factory ships it: one system in slot A, confirmed; nothing in slot B. */
  static Device provision(Path directory, JavaProgram bascule, Narrator narrator, Path volume,
      Path manifest, String url) throws IOException {
    Files.createDirectories(directory);
    DiskImage disk = DiskImage.create(
        directory.resolve("disk.img"), DiskPlan.forVolume(Files.size(volume)), volume);
    Device device = new Device(directory, bascule, narrator, disk);
    device.configure(url);
    Path record = device.root().resolve("var/lib/bascule/slots/A.image.json");
    Files.createDirectories(record.getParent());
    Files.copy(manifest, record);
    return device;
  }

  private void configure(String url) throws IOException {
    Path file = root().resolve("etc/bascule/bascule.toml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, """
      [device]
      model = "%s"

      [boot]
      loader = "gpt"
      disk = "%s"
      reboot = ["touch", "%s"]

      [[volume]]
      role = "root"
      a = "PARTLABEL=ROOT-A"
      b = "PARTLABEL=ROOT-B"

      [source]
      url = "%s"

      [health]
      deadline = "0s"

      [host]
      proc = "%s"
      """.formatted(Fleet.MODEL, disk.file(), restartFlag(), url, directory.resolve("proc")));
  }

  /** Makes the device one of another hardware revision, by a drop-in of its configuration. */
  void pretendToBe(String hardware) throws IOException {
    Path dropIn = root().resolve("etc/bascule/conf.d/hardware.toml");
    Files.createDirectories(dropIn.getParent());
    Files.writeString(dropIn, "[device]\ncompatible = [\"" + hardware + "\"]\n");
  }

  /** The directory that stands for {@code /}. */
  Path root() {
    return directory.resolve("root");
  }

  DiskImage disk() {
    return disk;
  }

  /** Switches the device on, and off before if it ran. */
  Slot powerOn() throws IOException {
    Files.deleteIfExists(restartFlag());
    Startup startup = machine.powerOn();
    if (!(startup instanceof Startup.Booted booted)) {
      throw new IOException("the boot loader found nothing that it may boot");
    }
    system.mount(disk, booted.slot());
    narrator.say("(power on: the boot loader starts slot " + booted.slot() + ", "
        + versionLine() + "; " + attributes() + ")");
    return booted.slot();
  }

  /** Whether the updater has asked for a restart since the last one. */
  boolean wantsRestart() {
    return Files.exists(restartFlag());
  }

  /** Runs {@code bascule} and shows what it says, errors too. */
  Outcome bascule(String... arguments) throws IOException {
    narrator.command("bascule " + String.join(" ", arguments));
    Outcome outcome = bascule.command(withRoot(arguments)).attempt();
    narrator.output(outcome.output());
    narrator.output(outcome.errors());
    return outcome;
  }

  /** Starts {@code bascule} to run beside the demo. */
  Background start(String... arguments) throws IOException {
    narrator.command("bascule " + String.join(" ", arguments) + " &");
    return bascule.command(withRoot(arguments)).start(directory.resolve("background.log"));
  }

  private String[] withRoot(String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.add("--root");
    words.add(root().toString());
    return words.toArray(new String[0]);
  }

  private Path restartFlag() {
    return directory.resolve("restart-requested");
  }

  private String versionLine() throws IOException {
    return Files.readAllLines(root().resolve(SystemImage.OS_RELEASE)).getLast();
  }

  private String attributes() throws IOException {
    List<String> slots = new ArrayList<>();
    for (Slot slot : Slot.values()) {
      var attributes = disk.readAttributes(slot);
      slots.add(String.format(Locale.ROOT, "%s: priority %d, tries %d, successful %d", slot,
          attributes.priority(), attributes.tries(), attributes.successful() ? 1 : 0));
    }
    return String.join("; ", slots);
  }
}
