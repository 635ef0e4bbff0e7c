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
  private static final Path DEVICE = Path.of("/dev/kvm");

  /**
   * The one to use: what {@code BASCULE_ACCELERATOR} says, else KVM if it starts a machine's firmware. That its
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
    List<String> words = new ArrayList<>(arguments());
    words.addAll(List.of("-M", "q35", "-m", "64", "-nodefaults", "-display", "none"));
    words.addAll(List.of("-chardev", "file,id=said,path=" + said));
    words.addAll(List.of("-device", "isa-debugcon,iobase=0x402,chardev=said"));
    try (Background probe = Machine.QEMU.command(words).start(directory.resolve("probe.qemu"))) {
      probe.awaitUntil(
          () -> Files.exists(said) && Files.readString(said).contains("SeaBIOS"),
          PROBE_LIMIT);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
