package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.disk.Ext4Volume;
import dev.bascule.lab.disk.FatVolume;
import dev.bascule.lab.loader.Grub;
import dev.bascule.lab.machine.Accelerator;
import dev.bascule.lab.machine.Machine;
import dev.bascule.lab.machine.PoweredMachine;
import dev.bascule.lab.system.Fault;
import dev.bascule.lab.system.FullRelease;
import dev.bascule.lab.system.FullSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A device with the full system, from its factory: GRUB on UEFI, slot A with release 1, and a workshop of its own that it
 * trusts.
 *
 * @param directory the device's own: disk, firmware's variables, console's log, workshop
 */
public record FullDevice(Path directory, Grub loader, FullSystem system, Workshop workshop,
    Accelerator accelerator) {

  private static final int MEMORY = 1024;
  private static final int LEVEL = 3;
  /** A bundle that is uploaded is kept here while it is installed. */
  private static final long DATA_ROOM = 256L << 20;
  private static final long GROWTH = 24L << 20;

  /** Builds workshop, first release and disk. */
  public static FullDevice assemble(Path directory, Checkout checkout, FullSystem system)
      throws IOException {
    Files.createDirectories(directory);
    Workshop workshop = Workshop.create(directory.resolve("workshop"), checkout.basculeImage());
    FullDevice device = new FullDevice(directory, new Grub(checkout, true), system, workshop,
        Accelerator.choose(directory));
    FullRelease factory = device.build(1, Fault.NONE);
    DiskPlan plan = DiskPlan.forMachine(Files.size(factory.factoryRoot()) + GROWTH)
        .withBootVolumes(FullSystem.BOOT_BYTES)
        .withData(DATA_ROOM);
    DiskImage disk = DiskImage.blank(device.disk().file(), plan);
    disk.fill(Slot.A, factory.factoryRoot());
    disk.fill(DiskPlan.bootPartitionName(Slot.A), factory.boot());
    Path esp = Files.createDirectory(directory.resolve("esp"));
    device.loader.writeEspForVerity(esp);
    Path volume = directory.resolve("volume");
    FatVolume.write(volume, plan.espBytes(), esp);
    disk.fill(DiskPlan.ESP, volume);
    Files.delete(volume);
    device.writeData(volume);
    disk.fill(DiskPlan.DATA, volume);
    Files.delete(volume);
    new FileTree(esp).delete();
    return device;
  }

  /** Builds a release and offers it to devices. */
  public void publish(int release, Fault fault) throws IOException {
    build(release, fault);
    workshop.publish(release);
  }

  /** Switches it on. */
  public PoweredMachine powerOn() throws IOException {
    return new Machine(directory, loader.firmware(directory), disk().file(), MEMORY, accelerator)
        .powerOn();
  }

  /** Its disk, to be looked at while it is off. */
  public DiskImage disk() {
    return new DiskImage(directory.resolve("disk.img"));
  }

  private FullRelease build(int release, Fault fault) throws IOException {
    FullRelease made = system.release(directory.resolve("release"), Workshop.version(release),
        fault);
    // Two volumes; the tree that a device builds has to be the one whose root hash is in the first of them.
    workshop.buildVolumes(release, LEVEL, List.of("boot=" + made.boot().toAbsolutePath(),
        "root=" + made.root().toAbsolutePath(), "--salt", FullSystem.SALT, "--uuid",
        FullSystem.UUID));
    return made;
  }

  private void writeData(Path volume) throws IOException {
    Path tree = Files.createDirectory(directory.resolve("data"));
    Path etc = Files.createDirectories(tree.resolve("lib/device/etc"));
    Files.createDirectory(etc.resolve("conf.d"));
    Files.writeString(etc.resolve("bascule.toml"), configuration(), StandardCharsets.UTF_8);
    Files.copy(workshop.repository().resolve("metadata/1.root.json"), etc.resolve("root.json"));
    Path data = Files.createDirectories(tree.resolve("lib/product/data"));
    Files.writeString(data.resolve("form"), "factory\n", StandardCharsets.UTF_8);
    Path slots = Files.createDirectories(tree.resolve("lib/bascule/slots"));
    Files.copy(workshop.built(1).resolve(ImageManifest.FILE_NAME), slots.resolve("A.image.json"));
    Ext4Volume.writeOf(tree, volume, DATA_ROOM);
  }

  private String configuration() {
    return """
      [device]
      model = "%s"
      trust = "/etc/bascule/root.json"

      [boot]
      %sdisk = "/dev/vda"
      volume = "root"

      [[volume]]
      role = "boot"
      a = "PARTLABEL=BOOT-A"
      b = "PARTLABEL=BOOT-B"

      [[volume]]
      role = "root"
      a = "PARTLABEL=ROOT-A"
      b = "PARTLABEL=ROOT-B"

      [health]
      deadline = "5s"

      [data]
      directory = "/var/lib/product/data"
      """.formatted(Workshop.MODEL, loader.configuration());
  }
}
