package dev.bascule.lab.loader;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.machine.Firmware;
import dev.bascule.lab.system.TinySystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Attribute bits in the partition table, read and counted by Debian's U-Boot for QEMU's ARM board with the script of
 * docs/boot-loaders.md.
 */
public record GptUboot(Checkout checkout) implements LoaderSetup {

  @Override
  public String name() {
    return "gpt-uboot";
  }

  @Override
  public Firmware firmware(Path directory) {
    return new Firmware.UbootArm();
  }

  @Override
  public void writeEsp(Path esp, TinySystem system, DiskImage disk) throws IOException {
    long last = Files.size(disk.file()) / GptScript.SECTOR - 1;
    GptScript.documented(checkout).on(last).compile(esp.resolve("boot.scr"));
  }

  @Override
  public String configuration() {
    return """
      loader = "gpt"
      """;
  }

  @Override
  public String bootctlOptions() {
    return "--loader gpt --disk " + DISK + " --a PARTLABEL=ROOT-A --b PARTLABEL=ROOT-B";
  }
}
