package dev.bascule.lab.machine;

import dev.bascule.lab.process.Background;
import java.io.IOException;
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

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(4);
  private static final Duration UEFI_TIME = Duration.ofSeconds(2);
  private static final Path DEVICE = Path.of("/dev/kvm");

  /**
   * The one to use: what {@code BASCULE_ACCELERATOR} says, else KVM if it starts machines' firmware. That its
   * device is there says little: some hosts offer it and fail at the first instruction.
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
    Path said = directory.resolve("probe.log");
    Files.deleteIfExists(said);
    try (Background probe = probe(directory, List.of("-chardev", "file,id=said,path=" + said,
        "-device", "isa-debugcon,iobase=0x402,chardev=said"))) {
      probe.awaitUntil(
          () -> Files.exists(said) && Files.readString(said).contains("SeaBIOS"),
          PROBE_LIMIT);
    } catch (IOException e) {
      return false;
    }
    return !Firmware.Uefi.installed() || startsUefi(directory);
  }

  /** Some hosts run SeaBIOS and stop at the first instruction for floating point, which OVMF begins with. */
  private boolean startsUefi(Path directory) throws IOException {
    Path variables = directory.resolve("probe.fd");
    Files.deleteIfExists(variables);
    try (Background probe = probe(directory, new Firmware.Uefi(variables).prepare())) {
      probe.leave(UEFI_TIME);
      return !probe.log().contains("internal error");
    } finally {
      Files.deleteIfExists(variables);
    }
  }

  private Background probe(Path directory, List<String> more) throws IOException {
    List<String> words = new ArrayList<>(arguments());
    words.addAll(List.of("-M", "q35", "-m", "64", "-nodefaults", "-display", "none"));
    words.addAll(more);
    return Machine.QEMU.command(words).start(directory.resolve("probe.qemu"));
  }
}
