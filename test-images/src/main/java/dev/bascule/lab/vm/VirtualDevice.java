package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.disk.Ext4Volume;
import dev.bascule.lab.disk.FatVolume;
import dev.bascule.lab.loader.LoaderSetup;
import dev.bascule.lab.machine.Accelerator;
import dev.bascule.lab.machine.Machine;
import dev.bascule.lab.machine.PoweredMachine;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.system.Conduct;
import dev.bascule.lab.system.TinySystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * A device as a virtual machine, from its factory: slot A holds version 1.0.1 and is confirmed, slot B is empty.
 *
 * @param directory the device's own: its disk, its firmware's variables, its console's log
 */
public record VirtualDevice(Path directory, LoaderSetup loader, TinySystem system,
    Accelerator accelerator) {

  /** What slot A holds at first. */
  public static final String FACTORY_VERSION = "1.0.1";

  static final String TAMPERED = "tampered";
  static final int TAMPERED_AT = 1024;
  /** What a changed first process says first. */
  static final String CHANGED = "LAB changed";
  private static final int ERASED = 1 << 20;
  private static final int BLOCK = 4096;
  private static final String FIRST_LINE = "#!/bin/sh\n";
  private static final String UNSEALED = "";
  private static final Duration FACTORY_BOOT = Duration.ofMinutes(2);

  /** Builds the disk. */
  public static VirtualDevice assemble(Path directory, LoaderSetup loader, TinySystem system)
      throws IOException {
    Files.createDirectories(directory);
    VirtualDevice device = new VirtualDevice(directory, loader, system,
        Accelerator.choose(directory));
    DiskPlan plan = DiskPlan.forMachine(system.slotBytes() + system.slotBytes() / 16);
    if (loader.firmware(directory).card()) {
      plan = plan.asCard();
    }
    DiskImage disk = DiskImage.blank(device.disk().file(), plan);
    Path esp = Files.createDirectory(directory.resolve("esp"));
    loader.writeEsp(esp, system, disk);
    Path volume = directory.resolve("volume");
    FatVolume.write(volume, plan.espBytes(), esp);
    disk.fill(DiskPlan.ESP, volume);
    Files.delete(volume);
    device.writeData(volume, plan.dataBytes());
    disk.fill(DiskPlan.DATA, volume);
    Files.delete(volume);
    device.fill(Slot.A, FACTORY_VERSION, Conduct.HEALTHY);
    loader.install(disk);
    new FileTree(esp).delete();
    device.runFactoryCommands();
    return device;
  }

  /** Writes a system into a slot while the device is off, as an installation does. */
  public void fill(Slot slot, String version, Conduct conduct) throws IOException {
    fill(slot, version, conduct, _ -> UNSEALED);
  }

  /** Writes a healthy system into a slot, to be opened with dm-verity. */
  void fillSealed(Slot slot, String version) throws IOException {
    fill(slot, version, Conduct.HEALTHY, TinySystem::seal);
  }

  private void fill(Slot slot, String version, Conduct conduct, Sealing sealing)
      throws IOException {
    Path volume = system.writeSlot(directory.resolve("slot"), version, conduct);
    String seal = sealing.seal(volume);
    disk().fill(slot, volume);
    Files.delete(volume);
    writeSeal(slot, seal);
  }

  /** Takes dm-verity from a slot: what is in it runs then, whatever it is. */
  void unseal(Slot slot) throws IOException {
    writeSeal(slot, UNSEALED);
  }

  private void writeSeal(Slot slot, String seal) throws IOException {
    byte[] block = Arrays.copyOf(seal.getBytes(StandardCharsets.US_ASCII), BLOCK);
    try (Volume volume = disk().open(slot, Access.WRITE)) {
      volume.write(volume.size() - BLOCK, ByteBuffer.wrap(block));
      volume.sync();
    }
  }

  /** Changes a slot's first process while the device is off: it would run as before, and say so. */
  void changeInit(Slot slot) throws IOException {
    String name = DiskPlan.partitionName(slot);
    String block = new Tool("debugfs", "e2fsprogs")
        .command("-R", "bmap /sbin/init 0", disk().file() + "?offset=" + disk().readStart(name))
        .run()
        .output()
        .strip();
    overwrite(slot, Long.parseLong(block) * BLOCK + FIRST_LINE.length(),
        ("echo " + CHANGED + " #").getBytes(StandardCharsets.US_ASCII));
  }

  /** Leaves nothing of a slot's beginning while the device is off: neither a file system nor a kernel is found there. */
  public void erase(Slot slot) throws IOException {
    overwrite(slot, 0, new byte[ERASED]);
  }

  /** Changes some bytes of a slot while the device is off: in its file system's first block. */
  public void tamper(Slot slot) throws IOException {
    overwrite(slot, TAMPERED_AT, TAMPERED.getBytes(StandardCharsets.US_ASCII));
  }

  private void overwrite(Slot slot, long at, byte[] bytes) throws IOException {
    try (Volume volume = disk().open(slot, Access.WRITE)) {
      volume.write(at, ByteBuffer.wrap(bytes));
      volume.sync();
    }
  }

  /** Switches it on. */
  public PoweredMachine powerOn() throws IOException {
    return new Machine(directory, loader.firmware(directory), disk().file(), Machine.MEMORY,
        accelerator).powerOn();
  }

  /** Where its firmware keeps variables, if it has any. */
  Path variables() {
    return directory.resolve("variables.fd");
  }

  /** Its disk, to be looked at while it is off. */
  public DiskImage disk() {
    return new DiskImage(directory.resolve("disk.img"));
  }

  private void runFactoryCommands() throws IOException {
    if (loader.factoryCommands().isEmpty()) {
      return;
    }
    try (PoweredMachine machine = powerOn()) {
      machine.awaitReady(FACTORY_BOOT);
      for (String command : loader.factoryCommands()) {
        machine.run(command);
      }
      machine.send("sync; poweroff -f");
      machine.awaitOff();
    }
  }

  private void writeData(Path volume, long bytes) throws IOException {
    Path tree = Files.createDirectory(directory.resolve("data"));
    Path etc = Files.createDirectories(tree.resolve("etc"));
    Files.createDirectory(tree.resolve("state"));
    Files.writeString(etc.resolve("bascule.toml"),
        configuration(LoaderSetup.DISK, "/sbin/restart"), StandardCharsets.UTF_8);
    Ext4Volume.writeOf(tree, volume, bytes);
  }

  /**
   * Its configuration.
   *
   * @param disk what the disk is called where our command runs
   * @param restart the program that starts the device anew there
   */
  String configuration(String disk, String restart) {
    return """
      [device]
      model = "lab-board"
      trust = "/etc/bascule/root.json"

      [boot]
      %sdisk = "%s"
      reboot = ["%s"]

      [[volume]]
      role = "root"
      a = "PARTLABEL=ROOT-A"
      b = "PARTLABEL=ROOT-B"

      [health]
      deadline = "0s"
      """.formatted(loader.configuration(), disk, restart);
  }

  /** Makes of a slot's content what is to be opened with dm-verity, and says what the slot's last block says then. */
  @FunctionalInterface
  private interface Sealing {
    String seal(Path volume) throws IOException;
  }
}
