package dev.bascule.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a machine's processor runs first. */
public sealed interface Firmware {

  /** Which of QEMU's boards it is for. */
  String board();

  /** The processor that it runs on. */
  default Architecture architecture() {
    return Architecture.AMD64;
  }

  /**
   * Whether it reads the disk as an SD card. It has the same content for both then: the kernel knows it as a virtual disk.
   * A card's size is a power of two.
   */
  default boolean card() {
    return false;
  }

  /** Looks for what it needs, and makes its changeable part if it is not there. */
  List<String> prepare() throws IOException;

  /** SeaBIOS, from QEMU itself. */
  record Bios() implements Firmware {
    @Override
    public String board() {
      return "q35";
    }

    @Override
    public List<String> prepare() {
      return List.of();
    }
  }

  /**
   * UEFI firmware: OVMF, as Debian builds it.
   *
   * @param variables the file that stands for the flash memory with the variables; made if it is not there
   */
  record Uefi(Path variables) implements Firmware {
    private static final Path CODE = Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd");
    private static final Path EMPTY = Path.of("/usr/share/OVMF/OVMF_VARS_4M.fd");

    /** Whether Debian's package {@code ovmf} is installed. */
    public static boolean installed() {
      return Files.exists(CODE) && Files.exists(EMPTY);
    }

    @Override
    public String board() {
      return "q35";
    }

    @Override
    public List<String> prepare() throws IOException {
      require(CODE, "ovmf");
      if (!Files.exists(variables)) {
        Files.copy(EMPTY, variables);
      }
      return List.of(
          "-drive", "if=pflash,format=raw,unit=0,readonly=on,file=" + CODE,
          "-drive", "if=pflash,format=raw,unit=1,file=" + variables);
    }
  }

  /** U-Boot in place of a BIOS: Debian's build for QEMU's oldest board, 32 bits. */
  record UbootRom() implements Firmware {
    private static final Path ROM = Path.of("/usr/lib/u-boot/qemu-x86/u-boot.rom");

    /** Whether Debian's package {@code u-boot-qemu} is installed. */
    public static boolean installed() {
      return Files.exists(ROM);
    }

    @Override
    public String board() {
      return "pc";
    }

    @Override
    public List<String> prepare() throws IOException {
      require(ROM, "u-boot-qemu");
      return List.of("-bios", ROM.toString());
    }
  }

  /** U-Boot in place of a BIOS: Debian's build for QEMU's ARM board, 64 bits. */
  record UbootArm() implements Firmware {
    private static final Path PROGRAM = Path.of("/usr/lib/u-boot/qemu_arm64/u-boot.bin");

    @Override
    public String board() {
      return "virt";
    }

    @Override
    public Architecture architecture() {
      return Architecture.ARM64;
    }

    @Override
    public List<String> prepare() throws IOException {
      require(PROGRAM, "u-boot-qemu");
      return List.of("-bios", PROGRAM.toString());
    }
  }

  /**
   * U-Boot for the same board, which reads the disk as an SD card and keeps its environment there.
   *
   * @param program the build
   */
  record UbootCard(Path program) implements Firmware {
    @Override
    public String board() {
      return "virt";
    }

    @Override
    public Architecture architecture() {
      return Architecture.ARM64;
    }

    @Override
    public boolean card() {
      return true;
    }

    @Override
    public List<String> prepare() {
      return List.of("-bios", program.toString());
    }
  }

  private static void require(Path file, String debianPackage) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(file + ": not there; install Debian's package " + debianPackage);
    }
  }
}
