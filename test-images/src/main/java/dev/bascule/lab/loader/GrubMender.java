package dev.bascule.lab.loader;

import dev.bascule.lab.Resource;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.machine.Firmware;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.system.TinySystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * GRUB on UEFI with Mender's two environments on FAT. Debian has none of Mender's scripts: this one is the laboratory's
 * own, and does what theirs are documented to do.
 */
public record GrubMender() implements LoaderSetup {

  private static final String SCRIPT = "mender.cfg";
  private static final String PLACE = "/boot/efi/mender";
  private static final Tool EDITOR = new Tool("grub-editenv", "grub-common");

  @Override
  public String name() {
    return "grub-mender";
  }

  @Override
  public Firmware firmware(Path directory) {
    return new Firmware.Uefi(directory.resolve("variables.fd"));
  }

  @Override
  public void writeEsp(Path esp, TinySystem system, DiskImage disk) throws IOException {
    Path grub = Files.createDirectories(esp.resolve("grub"));
    String script = new Resource(GrubMender.class, SCRIPT).read()
        .replace("@OPTIONS@", Kernel.OPTIONS);
    Files.writeString(grub.resolve("grub.cfg"), Grub.PRELUDE + script, StandardCharsets.UTF_8);
    for (String copy : new String[]{"mender_grubenv1", "mender_grubenv2"}) {
      Path directory = Files.createDirectories(esp.resolve("mender").resolve(copy));
      block(directory.resolve("env"), "mender_boot_part=4", "upgrade_available=0", "bootcount=0");
      block(directory.resolve("lock"), "editing=0");
      String sum = new Tool("sha256sum", "coreutils").command("lock").in(directory).run().output();
      Files.writeString(directory.resolve("lock.sha256sum"), sum, StandardCharsets.UTF_8);
    }
    Path boot = Files.createDirectories(esp.resolve("EFI/BOOT"));
    Grub.makeEfiProgram(boot.resolve("BOOTX64.EFI"));
  }

  @Override
  public String configuration() {
    return """
      loader = "grub-mender"
      environment = "%s"
      names = ["4", "5"]
      """.formatted(PLACE);
  }

  @Override
  public String bootctlOptions() {
    return "--loader grub-mender --environment " + PLACE
        + " --names 4,5 --a PARTLABEL=ROOT-A --b PARTLABEL=ROOT-B";
  }

  /** The script gives a trial up at the second start. */
  @Override
  public int tries(int asked) {
    return 1;
  }

  private static void block(Path file, String... variables) throws IOException {
    EDITOR.command(file.toString(), "create").run();
    for (String variable : variables) {
      EDITOR.command(file.toString(), "set", variable).run();
    }
  }
}
