package dev.bascule.lab.demo;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.system.Fault;
import dev.bascule.lab.system.FullSystem;
import dev.bascule.lab.vm.FullDevice;
import dev.bascule.lab.vm.FullLife;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The main job on a virtual machine: firmware, GRUB, Debian with systemd, a read-only root under dm-verity, and the
 * package's own units. It is updated, broken, and comes back.
 *
 * @param directory where everything goes; empty
 * @param cache where Debian's system and kernel are kept
 */
public record VirtualDemo(Checkout checkout, Path directory, Path cache, PrintWriter out) {

  private static final List<Tool> TOOLS = List.of(
      new Tool("qemu-system-x86_64", "qemu-system-x86"), new Tool("grub-mkimage", "grub-common"),
      new Tool("busybox", "busybox-static"), new Tool("mcopy", "mtools"),
      new Tool("mkfs.fat", "dosfstools"), new Tool("mke2fs", "e2fsprogs"),
      new Tool("mkfs.erofs", "erofs-utils"), new Tool("veritysetup", "cryptsetup-bin"),
      new Tool("mmdebstrap", "mmdebstrap"), new Tool("depmod", "kmod"));
  private static final List<List<String>> FILES = List.of(
      List.of("/usr/share/OVMF/OVMF_CODE_4M.fd", "ovmf"),
      List.of("/usr/lib/grub/x86_64-efi/kernel.img", "grub-efi-amd64-bin"));

  /**
   * Runs all of it; some minutes.
   *
   * @throws IOException if something that it needs is missing, all of which is named; or if the device does not do what
   *     it must
   */
  public void run() throws IOException {
    Narrator narrator = new Narrator(out);
    requirePackages(narrator);
    Progress progress = narrator::say;
    narrator.chapter(
        "A system: Debian's packages, ours among them, in a read-only root with a hash tree");
    FullSystem system = FullSystem.build(checkout, cache, directory.resolve("system"), progress);
    narrator.chapter(
        "A device from the factory: firmware, GRUB, release 1.0.1 in slot A, nothing in slot B");
    FullDevice device = FullDevice.assemble(directory.resolve("device"), checkout, system);
    try (FullLife life = FullLife.begin(device, checkout, progress)) {
      show(narrator, life, "findmnt -no SOURCE,FSTYPE,OPTIONS /");
      show(narrator, life, "bascule status");

      narrator.chapter("1.0.2 is published; the device's units fetch, write, try and confirm it");
      life.publish(2, Fault.NONE);
      life.update();
      life.requireRunning(Slot.B, 2);
      show(narrator, life, "bascule status");

      narrator.chapter("1.0.3 makes the kernel panic: nobody does anything");
      life.publish(3, Fault.PANIC);
      life.update();
      life.requireRunning(Slot.B, 2);
      show(narrator, life, "bascule status");

      narrator.chapter("1.0.4 is written, and then one byte of it changes: dm-verity refuses it");
      life.publish(4, Fault.NONE);
      life.install();
      life.tamper(Slot.A);
      life.restart();
      life.requireRunning(Slot.B, 2);
      show(narrator, life, "bascule history");
    }
    narrator.chapter("Done: updated, broken twice, and back each time by itself");
  }

  private static void show(Narrator narrator, FullLife life, String command) throws IOException {
    narrator.command(command);
    narrator.output(life.run(command));
  }

  private void requirePackages(Narrator narrator) throws IOException {
    narrator.say("Needs Debian's packages, root, and about 2 GB below " + directory + " and in "
        + cache + ".");
    Set<String> missing = new LinkedHashSet<>();
    for (Tool tool : TOOLS) {
      if (tool.find().isEmpty()) {
        missing.add(tool.debianPackage());
      }
    }
    for (List<String> file : FILES) {
      if (!Files.exists(Path.of(file.getFirst()))) {
        missing.add(file.getLast());
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException("missing: Debian's packages " + String.join(", ", missing)
          + "; ./check --tools installs them, or apt-get install " + String.join(" ", missing));
    }
    if (!new Tool("id", "coreutils").command("-u").run().output().strip().equals("0")) {
      throw new IOException(
          "expected to be root: a system's files have many owners; run it as root,"
              + " for instance with sudo -E ./demo --vm");
    }
  }
}
