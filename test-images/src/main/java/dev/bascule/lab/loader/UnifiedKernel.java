package dev.bascule.lab.loader;

import dev.bascule.lab.process.Tool;
import dev.bascule.lab.system.TinySystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A unified kernel image: systemd's stub with kernel, initramfs, command line and os-release as sections, put together
 * by objcopy as systemd-stub(7) has it.
 *
 * @param osRelease what systemd-boot reads the entry's name and version from
 * @param commandLine for the kernel
 */
record UnifiedKernel(String osRelease, String commandLine) {

  private static final Path STUB = Path.of("/usr/lib/systemd/boot/efi/linuxx64.efi.stub");

  /** Where the parts are in memory, relative to the image: behind the stub and apart from each other. */
  private enum Section {
    OSREL(0x100000), CMDLINE(0x110000), LINUX(0x2000000), INITRD(0x4000000);

    private final long address;

    Section(long address) {
      this.address = address;
    }

    List<String> arguments(Path content) {
      String name = "." + name().toLowerCase(Locale.ROOT);
      return List.of("--add-section", name + "=" + content, "--set-section-flags",
          name + "=data,readonly", "--change-section-vma",
          name + "=0x" + Long.toHexString(address));
    }
  }

  /** Writes it. */
  void write(Path image, TinySystem system) throws IOException {
    if (!Files.exists(STUB)) {
      throw new IOException(STUB + ": not there; install Debian's package systemd-boot-efi");
    }
    Path release = text("release", osRelease);
    Path line = text("line", commandLine);
    try {
      List<String> words = new ArrayList<>();
      words.addAll(Section.OSREL.arguments(release));
      words.addAll(Section.CMDLINE.arguments(line));
      words.addAll(Section.LINUX.arguments(system.kernel()));
      words.addAll(Section.INITRD.arguments(system.initramfs()));
      words.add(STUB.toString());
      words.add(image.toString());
      new Tool("objcopy", "binutils").command(words).run();
    } finally {
      Files.delete(release);
      Files.delete(line);
    }
  }

  private static Path text(String name, String content) throws IOException {
    return Files.writeString(Files.createTempFile(name, ""), content, StandardCharsets.UTF_8);
  }
}
