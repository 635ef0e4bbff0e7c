package dev.bascule.lab.loader;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.machine.Firmware;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.system.TinySystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * GRUB with the script of docs/boot-loaders.md and two environment blocks on FAT.
 *
 * @param uefi whether UEFI firmware starts it, or a BIOS
 */
public record Grub(Checkout checkout, boolean uefi) implements LoaderSetup {

  private static final List<String> MODULES = List.of("part_gpt", "part_msdos", "fat", "ext2",
      "normal", "linux", "loadenv", "test", "echo", "configfile", "serial", "terminal", "sleep",
      "reboot");
  /** Whoever watches does so on the serial port. */
  static final String PRELUDE = """
    serial --unit=0 --speed=115200
    terminal_input serial
    terminal_output serial
    """;
  private static final String EDITOR_PACKAGE = "grub-common";

  @Override
  public String name() {
    return uefi ? "grub-uefi" : "grub-bios";
  }

  @Override
  public Firmware firmware(Path directory) {
    return uefi ? new Firmware.Uefi(directory.resolve("variables.fd")) : new Firmware.Bios();
  }

  @Override
  public void writeEsp(Path esp, TinySystem system, DiskImage disk) throws IOException {
    writeEsp(esp, script());
  }

  /**
   * Writes the EFI system partition for slots of two volumes: kernel and initramfs are in partitions 7 and 8, with
   * {@code options.cfg}, which sets what the kernel is told of the root's hash tree.
   */
  public void writeEspForVerity(Path esp) throws IOException {
    writeEsp(esp, script()
        .replace("root=(hd0,gpt4)", "root=(hd0,gpt7)")
        .replace("root=(hd0,gpt5)", "root=(hd0,gpt8)")
        .replace("  linux /boot/vmlinuz", "  source /options.cfg\n  linux /vmlinuz $verity")
        .replace("initrd /boot/initrd.img", "initrd /initrd.img"));
  }

  private void writeEsp(Path esp, String script) throws IOException {
    Path grub = Files.createDirectories(esp.resolve("grub"));
    Files.writeString(grub.resolve("grub.cfg"), PRELUDE + script, StandardCharsets.UTF_8);
    Path block = grub.resolve("grubenv");
    Tool editor = new Tool("grub-editenv", EDITOR_PACKAGE);
    editor.command(block.toString(), "create").run();
    editor.command(block.toString(), "set", "ORDER=A B", "A_OK=1", "A_TRY=0", "B_OK=0", "B_TRY=0",
        "ENV_VALID=1").run();
    Files.copy(block, grub.resolve("grubenv2"));
    if (uefi) {
      Path boot = Files.createDirectories(esp.resolve("EFI/BOOT"));
      makeEfiProgram(boot.resolve("BOOTX64.EFI"));
    }
  }

  @Override
  public void install(DiskImage disk) throws IOException {
    if (!uefi) {
      Path core = disk.file().resolveSibling("core.img");
      List<String> modules = new ArrayList<>(List.of("biosdisk"));
      modules.addAll(MODULES);
      makeImage(core, "i386-pc", modules);
      GrubSectors.write(disk, core);
    }
  }

  @Override
  public String configuration() {
    return """
      loader = "grub"
      environment = "/boot/efi/grub/grubenv"
      second = "/boot/efi/grub/grubenv2"
      """;
  }

  @Override
  public String bootctlOptions() {
    return "--loader grub --environment /boot/efi/grub/grubenv"
        + " --second /boot/efi/grub/grubenv2 --a PARTLABEL=ROOT-A --b PARTLABEL=ROOT-B";
  }

  /** The script marks a slot before it starts it: there is one try. */
  @Override
  public int tries(int asked) {
    return 1;
  }

  /** Nothing takes a start's mark back but confirming. */
  @Override
  public OptionalInt startsOfConfirmed() {
    return OptionalInt.of(1);
  }

  @Override
  public boolean beginsAnew() {
    return true;
  }

  /** The documented one, with this disk's names and a kernel that speaks on the serial port. */
  private String script() throws IOException {
    return DocumentedScript.read(checkout, "GRUB")
        .replace("root=PARTLABEL=root-", "root=PARTLABEL=ROOT-")
        .replace("panic=30", Kernel.OPTIONS);
  }

  /** Makes GRUB as an EFI program, which reads {@code grub/grub.cfg} in the EFI system partition. */
  static void makeEfiProgram(Path program) throws IOException {
    makeImage(program, "x86_64-efi", MODULES);
  }

  private static void makeImage(Path image, String platform, List<String> modules)
      throws IOException {
    // The early configuration is read by a parser without conditions: it only names the script.
    Path early = Files.createTempFile("early", ".cfg");
    try {
      Files.writeString(early, "configfile (hd0,gpt2)/grub/grub.cfg\n", StandardCharsets.UTF_8);
      List<String> words = new ArrayList<>(List.of("-O", platform, "-o", image.toString(), "-p",
          "(hd0,gpt2)/grub", "-c", early.toString()));
      words.addAll(modules);
      new Tool("grub-mkimage", EDITOR_PACKAGE).command(words).run();
    } finally {
      Files.delete(early);
    }
  }
}
