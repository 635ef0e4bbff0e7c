package dev.bascule.lab.loader;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.machine.Firmware;
import dev.bascule.lab.system.TinySystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * UEFI firmware's own boot manager: an entry for each slot, whose kernel is an EFI program. The entries are made in the
 * factory, by efibootmgr in a system that GRUB starts where firmware looks if it has no entries.
 */
public record EfiEntries() implements LoaderSetup {

  @Override
  public String name() {
    return "efi";
  }

  @Override
  public Firmware firmware(Path directory) {
    return new Firmware.Uefi(directory.resolve("variables.fd"));
  }

  @Override
  public void writeEsp(Path esp, TinySystem system, DiskImage disk) throws IOException {
    for (Slot slot : Slot.values()) {
      Path place = Files.createDirectories(esp.resolve("EFI").resolve("slot-" + slot));
      Files.copy(system.kernel(), place.resolve("linux.efi"));
      Files.copy(system.initramfs(), place.resolve("initrd"));
    }
    Path grub = Files.createDirectories(esp.resolve("grub"));
    Files.writeString(grub.resolve("grub.cfg"), """
      linux (hd0,gpt4)/boot/vmlinuz root=PARTLABEL=ROOT-A ro %s
      initrd (hd0,gpt4)/boot/initrd.img
      boot
      """.formatted(Kernel.OPTIONS), StandardCharsets.UTF_8);
    Path boot = Files.createDirectories(esp.resolve("EFI/BOOT"));
    Grub.makeEfiProgram(boot.resolve("BOOTX64.EFI"));
  }

  @Override
  public List<String> factoryCommands() {
    List<String> commands = new ArrayList<>();
    for (Slot slot : Slot.values()) {
      String place = "\\EFI\\slot-" + slot + "\\";
      commands.add(
          "efibootmgr --create-only --disk /dev/vda --part 2 --label system%s --loader '%slinux.efi' --unicode 'initrd=%sinitrd root=PARTLABEL=ROOT-%s bascule.slot=system%s ro %s'"
              .formatted(slot, place, place, slot, slot, Kernel.OPTIONS));
    }
    commands.add("efibootmgr --bootorder "
        + "$(efibootmgr | sed -n 's/^Boot\\([0-9A-F]*\\)\\*\\? *systemA.*/\\1/p')");
    return commands;
  }

  @Override
  public int tries(int asked) {
    return 1;
  }

  @Override
  public String configuration() {
    return """
      loader = "efi"
      names = ["systemA", "systemB"]
      """;
  }

  @Override
  public String bootctlOptions() {
    return "--loader efi --names systemA,systemB --a PARTLABEL=ROOT-A --b PARTLABEL=ROOT-B";
  }
}
