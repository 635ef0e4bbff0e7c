package dev.bascule.lab.machine;

import dev.bascule.lab.process.Background;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What runs a guest's instructions: the processor itself where Linux lets us, else QEMU's translator. */
public enum Accelerator {
  /** The host's processor. */
  KVM,
  /** QEMU's translator: everywhere, some ten times slower. */
  TCG;

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);
  /** What UEFI firmware says on its serial port when it has nothing to boot. */
  private static final String UEFI_SAYS = "BdsDxe";
  private static final String BIOS_SAYS = "SeaBIOS";
  /** What QEMU says of an instruction that the host can neither run nor emulate; the machine stands still then. */
  private static final String BROKEN = "KVM internal error";
  private static final Path DEVICE = Path.of("/dev/kvm");

  /**
   * The one to use: what {@code BASCULE_ACCELERATOR} says, else KVM if it starts the firmware of a machine, UEFI where that
   * is installed. That its device is there says little: some hosts offer it and fail at the first instruction, others start
   * a BIOS and fail in UEFI's.
   */
  public static Accelerator choose(Path directory) throws IOException {
    String wish = System.getenv().getOrDefault("BASCULE_ACCELERATOR", "");
    if (!wish.isEmpty()) {
      return valueOf(wish.toUpperCase(Locale.ROOT));
    }
    return Files.isWritable(DEVICE) && KVM.startsFirmware(directory) ? KVM : TCG;
  }

  /** What QEMU is told. */
  public List<String> arguments() {
    return switch (this) {
      case KVM -> List.of("-accel", "kvm", "-cpu", "host");
      case TCG -> List.of("-accel", "tcg", "-cpu", "max");
    };
  }

  private boolean startsFirmware(Path directory) throws IOException {
    boolean uefi = Firmware.Uefi.installed();
    Path variables = directory.resolve("probe.fd");
    Firmware firmware = uefi ? new Firmware.Uefi(variables) : new Firmware.Bios();
    Path said = directory.resolve("probe.log");
    Files.deleteIfExists(said);
    List<String> words = new ArrayList<>(arguments());
    words.addAll(List.of("-M", firmware.board(), "-m", "256", "-nodefaults", "-display", "none"));
    words.addAll(firmware.prepare());
    words.addAll(List.of("-chardev", "file,id=said,path=" + said));
    words.addAll(uefi
        ? List.of("-serial", "chardev:said")
        : List.of("-device", "isa-debugcon,iobase=0x402,chardev=said"));
    try (Background probe = Machine.QEMU.command(words).start(directory.resolve("probe.qemu"))) {
      String word = uefi ? UEFI_SAYS : BIOS_SAYS;
      probe.awaitUntil(() -> probe.log().contains(BROKEN) || contains(said, word), PROBE_LIMIT);
      return !probe.log().contains(BROKEN);
    } catch (IOException e) {
      return false;
    } finally {
      Files.deleteIfExists(variables);
    }
  }

  private static boolean contains(Path file, String word) throws IOException {
    return Files.exists(file)
        && Files.readString(file, StandardCharsets.ISO_8859_1).contains(word);
  }
}
