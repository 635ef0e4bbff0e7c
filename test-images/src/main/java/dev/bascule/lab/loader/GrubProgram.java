package dev.bascule.lab.loader;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.machine.Firmware;
import dev.bascule.lab.system.TinySystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** GRUB on UEFI, of which our commands know nothing: they call the program of docs/boot-loaders.md that looks after it. */
public record GrubProgram(Checkout checkout) implements LoaderSetup {

  private static final String PLACE = "/boot/efi/slots.sh";
  private static final String MEMORY = "/data/state";

  private Grub grub() {
    return new Grub(checkout, true);
  }

  @Override
  public String name() {
    return "command";
  }

  @Override
  public Firmware firmware(Path directory) {
    return grub().firmware(directory);
  }

  /** Everything on FAT may be run; on a device the program is in the root. */
  @Override
  public void writeEsp(Path esp, TinySystem system, DiskImage disk) throws IOException {
    grub().writeEsp(esp, system, disk);
    Files.writeString(esp.resolve(Path.of(PLACE).getFileName()),
        DocumentedScript.read(checkout, "A program of your own"), StandardCharsets.UTF_8);
  }

  @Override
  public String configuration() {
    return """
      loader = "command"
      program = "%s"
      """.formatted(PLACE);
  }

  @Override
  public String bootctlOptions() {
    return "--loader command --program " + PLACE + " --memory " + MEMORY
        + " --a PARTLABEL=ROOT-A --b PARTLABEL=ROOT-B";
  }

  @Override
  public int tries(int asked) {
    return grub().tries(asked);
  }

  @Override
  public OptionalInt startsOfConfirmed() {
    return grub().startsOfConfirmed();
  }

  @Override
  public boolean beginsAnew() {
    return grub().beginsAnew();
  }
}
