package dev.bascule.lab.loader;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.machine.Firmware;
import dev.bascule.lab.system.TinySystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * systemd-boot with boot counting, on UEFI, with the files of docs/boot-loaders.md. Slot B's entry is the newer one, so it comes first in the loader's order
 * while it has tries.
 *
 * @param unified whether the entries are unified kernel images, or texts beside kernels
 */
public record SystemdBoot(Checkout checkout, boolean unified) implements LoaderSetup {

  private static final Path PROGRAM = Path.of("/usr/lib/systemd/boot/efi/systemd-bootx64.efi");
  private static final String PACKAGE = "systemd-boot-efi";

  /** Whether Debian's package with the program is installed. */
  public static boolean installed() {
    return Files.exists(PROGRAM);
  }

  @Override
  public String name() {
    return unified ? "systemd-boot-uki" : "systemd-boot";
  }

  @Override
  public Firmware firmware(Path directory) {
    return new Firmware.Uefi(directory.resolve("variables.fd"));
  }

  @Override
  public void writeEsp(Path esp, TinySystem system, DiskImage disk) throws IOException {
    if (!installed()) {
      throw new IOException(PROGRAM + ": not there; install Debian's package " + PACKAGE);
    }
    Path boot = Files.createDirectories(esp.resolve("EFI/BOOT"));
    Files.copy(PROGRAM, boot.resolve("BOOTX64.EFI"));
    Path entries =
        Files.createDirectories(esp.resolve(unified ? "EFI/Linux" : "loader/entries"));
    Files.createDirectories(esp.resolve("loader"));
    List<String> documented = DocumentedScript.readAll(checkout, "systemd-boot", "Configuration");
    Files.writeString(esp.resolve("loader/loader.conf"), documented.getFirst(),
        StandardCharsets.UTF_8);
    for (Slot slot : Slot.values()) {
      String place = "slot-" + slot.name().toLowerCase(Locale.ROOT);
      String counter = slot == Slot.A ? "" : "+0";
      if (unified) {
        new UnifiedKernel(release(slot), commandLine(slot))
            .write(entries.resolve(place + counter + ".efi"), system);
        continue;
      }
      Files.createDirectories(esp.resolve(place));
      Files.copy(system.kernel(), esp.resolve(place).resolve("linux"));
      Files.copy(system.initramfs(), esp.resolve(place).resolve("initrd"));
      Files.writeString(entries.resolve(place + counter + ".conf"),
          entry(documented.get(1), slot, place),
          StandardCharsets.UTF_8);
    }
  }

  @Override
  public String configuration() {
    return """
      loader = "systemd-boot"
      esp = "/boot/efi"
      names = ["slot-a%1$s", "slot-b%1$s"]
      """.formatted(suffix());
  }

  @Override
  public String bootctlOptions() {
    return "--loader systemd-boot --esp /boot/efi --names slot-a" + suffix() + ",slot-b" + suffix()
        + " --a PARTLABEL=ROOT-A --b PARTLABEL=ROOT-B";
  }

  private String suffix() {
    return unified ? ".efi" : ".conf";
  }

  private static String version(Slot slot) {
    return slot == Slot.A ? "1.0.1" : "1.0.2";
  }

  private static String commandLine(Slot slot) {
    return "root=PARTLABEL=ROOT-%s bascule.slot=%s ro %s".formatted(slot, slot, Kernel.OPTIONS);
  }

  private static String release(Slot slot) {
    return """
      ID=lab
      IMAGE_ID=lab
      PRETTY_NAME="Lab, slot %s"
      IMAGE_VERSION=%s
      """.formatted(slot, version(slot));
  }

  private static String entry(String documented, Slot slot, String place) {
    return documented.replace("slot-a", place)
        .replace("slot A", "slot " + slot)
        .replace("1.0.0", version(slot))
        .replaceFirst("options .*\n", "options " + commandLine(slot) + "\n");
  }
}
