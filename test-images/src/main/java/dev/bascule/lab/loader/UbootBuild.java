package dev.bascule.lab.loader;

import dev.bascule.lab.FileTree;
import dev.bascule.lab.KeptDirectory;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.system.OwnApt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * U-Boot for QEMU's 64-bit ARM board, built from Debian's source package with what boards in the field have and Debian's
 * own build lacks: an environment of two copies on the raw medium, the boot counter, and Android's choice of a slot.
 *
 * @param cache where the build is kept
 */
public record UbootBuild(Path cache, Progress progress) {

  /** Where the copies of the environment are, in bytes from the beginning of the disk: in its third partition. */
  static final List<Integer> COPIES = List.of(0x4300000, 0x4310000);
  /** How long a copy is, in bytes. */
  static final int COPY_BYTES = 0x4000;

  private static final String BOARD = "qemu_arm64_defconfig";
  private static final String PROGRAM = "u-boot.bin";
  /** How Debian's toolchain for the board calls itself. */
  private static final String PREFIX = "aarch64-linux-gnu-";
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** On top of the board's own configuration. What stands here once is not taken from there. */
  private static final List<String> OPTIONS = List.of(
      "CONFIG_MMC=y", "CONFIG_MMC_SDHCI=y", "CONFIG_MMC_PCI=y",
      "CONFIG_ENV_IS_IN_MMC=y", "CONFIG_SYS_REDUNDAND_ENVIRONMENT=y",
      "CONFIG_ENV_SIZE=0x%x".formatted(COPY_BYTES),
      "CONFIG_ENV_OFFSET=0x%x".formatted(COPIES.getFirst()),
      "CONFIG_ENV_OFFSET_REDUND=0x%x".formatted(COPIES.getLast()),
      "CONFIG_BOOTCOUNT_LIMIT=y", "CONFIG_BOOTCOUNT_ENV=y",
      "CONFIG_ANDROID_AB=y", "CONFIG_CMD_AB_SELECT=y",
      "CONFIG_BOOTDELAY=0", "CONFIG_USE_BOOTCOMMAND=y",
      "CONFIG_BOOTCOMMAND=\"load mmc 0:2 ${scriptaddr} boot.scr; source ${scriptaddr}\"",
      // Not used here, and half of the build.
      "# CONFIG_USB is not set", "# CONFIG_TPM is not set", "# CONFIG_EFI_LOADER is not set",
      "# CONFIG_DFU is not set", "# CONFIG_CMD_DFU is not set");
  /** The environment is read before U-Boot looks for cards on the PCI bus, if it is not told to look early. */
  private static final String EARLY_PCI = "KCPPFLAGS=-DCONFIG_SYS_EARLY_PCI_INIT";

  /** Where it is once it is made. */
  public Path program() {
    return cache.resolve(name()).resolve(PROGRAM);
  }

  private static String name() {
    return "u-boot-card-" + Integer.toHexString(OPTIONS.hashCode());
  }

  /** Makes it, if it is not there: some minutes. */
  public void make() throws IOException {
    new KeptDirectory(cache, name()).get(directory -> {
      progress.step("fetching Debian's source of U-Boot");
      OwnApt apt = OwnApt.ofSources(directory);
      apt.fetch("source", "--download-only", "u-boot");
      Path source = directory.resolve("source");
      new Tool("dpkg-source", "dpkg-dev")
          .command("-x", description(apt.state()).toString(), source.toString())
          .run();
      progress.step("building U-Boot, some minutes");
      configure(source.resolve("configs").resolve(BOARD));
      make(source, BOARD);
      make(source, "-s", EARLY_PCI, "-j" + Runtime.getRuntime().availableProcessors(), PROGRAM);
      Files.copy(source.resolve(PROGRAM), directory.resolve(PROGRAM));
      new FileTree(source).delete();
      new FileTree(apt.state()).delete();
    });
  }

  private static Path description(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".dsc"))
          .findFirst()
          .orElseThrow(() -> new IOException(directory + ": expected a source package"));
    }
  }

  private static void configure(Path board) throws IOException {
    List<String> kept = Files.readAllLines(board, StandardCharsets.UTF_8)
        .stream()
        .filter(line -> !line.equals("CONFIG_ENV_IS_IN_FLASH=y"))
        .toList();
    Files.write(board, kept, StandardCharsets.UTF_8);
    Files.write(board, OPTIONS, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  private static void make(Path source, String... arguments) throws IOException {
    new Tool(PREFIX + "gcc", "gcc-aarch64-linux-gnu").command();
    List<String> words = new ArrayList<>(List.of("CROSS_COMPILE=" + PREFIX));
    words.addAll(List.of(arguments));
    Command command = new Tool("make", "make").command(words);
    command.in(source).within(LIMIT).run();
  }
}
