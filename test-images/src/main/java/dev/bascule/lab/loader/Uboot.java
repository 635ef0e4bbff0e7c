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
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Debian's U-Boot for QEMU's x86 board with RAUC's variables, in an environment of one copy in a file on FAT, which its
 * script imports and writes back.
 */
public record Uboot() implements LoaderSetup {

  private static final String SCRIPT = "uboot.txt";
  private static final String TOOLS = "u-boot-tools";
  private static final String CONFIG = "/boot/efi/fw_env.config";

  @Override
  public String name() {
    return "uboot";
  }

  @Override
  public Firmware firmware(Path directory) {
    return new Firmware.UbootRom();
  }

  @Override
  public void writeEsp(Path esp, TinySystem system, DiskImage disk) throws IOException {
    new UbootScript(script()).compile(esp.resolve("boot.scr"), "x86_64");
    Path variables = write(esp.resolve("uboot.txt"), """
      BOOT_ORDER=A
      BOOT_A_LEFT=3
      BOOT_B_LEFT=0
      """);
    new Tool("mkenvimage", TOOLS)
        .command("-s", "0x4000", "-o", esp.resolve("uboot.env").toString(), variables.toString())
        .run();
    write(esp.resolve("fw_env.config"), "/boot/efi/uboot.env 0x0 0x4000\n");
  }

  @Override
  public String configuration() {
    return """
      loader = "uboot"
      environment = "%s"
      """.formatted(CONFIG);
  }

  @Override
  public String bootctlOptions() {
    return "--loader uboot --environment " + CONFIG
        + " --a PARTLABEL=ROOT-A --b PARTLABEL=ROOT-B";
  }

  @Override
  public OptionalInt startsOfConfirmed() {
    return OptionalInt.of(UbootConvention.RAUC_TRIES);
  }

  @Override
  public boolean beginsAnew() {
    return true;
  }

  /**
   * Where it cannot measure its clock, because the host is busy, Debian's build takes it for one of 1 GHz, as its device tree
   * says: five seconds of a processor's that counts faster are over as much earlier.
   */
  @Override
  public Duration pause() {
    return Duration.ofSeconds(1);
  }

  private static String script() throws IOException {
    return new Resource(Uboot.class, SCRIPT).read().replace("@OPTIONS@", Kernel.OPTIONS);
  }

  private static Path write(Path file, String text) throws IOException {
    return Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
