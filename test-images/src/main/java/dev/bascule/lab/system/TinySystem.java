package dev.bascule.lab.system;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.machine.Architecture;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small system that boots in seconds: Debian's kernel and busybox in one ext4 volume, which becomes a slot as it is. On
 * the host's own architecture a Java runtime and our commands are in it. On another one they are not: the runtime would
 * have to be translated, and a command would take the processor half a minute.
 *
 * @param directory where its parts are
 * @param kernel Debian's, an EFI program too
 * @param architecture the guest's
 */
public record TinySystem(Path directory, Path kernel, Architecture architecture) {

  private static final List<String> DIRECTORIES = List.of("boot/efi", "data", "dev", "etc/bascule",
      "etc/lab", "proc", "run", "sbin", "sys", "tmp", "usr/lib/bascule/check/required.d",
      "var/lib");
  /** Features that every loader's reader of ext4 knows. */
  private static final String FEATURES = "none,filetype,extent,sparse_super,large_file";
  private static final String INITRAMFS = "initrd.img";
  private static final List<String> MODULES = List.of("dm_verity");
  private static final List<Tool> TOOLS = List.of(new Tool("dmsetup", "dmsetup"));
  private static final String UUID = "6261736c-7562-4c61-8000-000074696e79";
  private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");
  private static final long ROOM = 12L << 20;
  private static final long MIB = 1 << 20;

  /**
   * Builds the one of an architecture, with the commands of the checkout's build where it is the host's.
   *
   * @param cache where the kernel and the Java runtime are kept
   * @param directory new or empty
   */
  public static TinySystem build(Architecture architecture, Checkout checkout, Path cache,
      Path directory, Progress progress) throws IOException {
    Files.createDirectories(directory);
    Path root = directory.resolve("root");
    for (String name : DIRECTORIES) {
      Files.createDirectories(root.resolve(name));
    }
    KernelPackage kernel = switch (architecture) {
      case AMD64 -> addOwnPrograms(root, directory, checkout, cache, progress);
      case ARM64 -> addForeignPrograms(root, directory, cache, progress);
    };
    progress.step("building the tiny system");
    TinySystem system = new TinySystem(directory, kernel.image(), architecture);
    Script.INIT.write(root.resolve("sbin/init"));
    Script.SERVE.write(root.resolve("sbin/serve"));
    Script.RESTART.write(root.resolve("sbin/restart"));
    writeHealthCheck(root.resolve("usr/lib/bascule/check/required.d/50-lab"),
        Path.of("/etc/lab/conduct"));
    Files.createSymbolicLink(root.resolve("var/lib/bascule"), Path.of("/data/state"));
    Files.copy(kernel.image(), root.resolve("boot/vmlinuz"));
    Files.copy(system.initramfs(), root.resolve("boot/initrd.img"));
    system.writeVolume(root);
    new FileTree(root).delete();
    return system;
  }

  private static KernelPackage addOwnPrograms(Path root, Path directory, Checkout checkout,
      Path cache, Progress progress) throws IOException {
    KernelPackage kernel = KernelPackage.fetch(cache, progress);
    Initramfs.write(directory.resolve(INITRAMFS), kernel, directory, Script.INITRAMFS, MODULES,
        TOOLS);
    Programs programs = new Programs(root);
    programs.addBusybox();
    programs.add(Tool.of("efibootmgr"), root.resolve("bin"));
    programs.add(new Tool("fsck.fat", "dosfstools"), root.resolve("bin"));
    programs.add(new Tool("grub-editenv", "grub-common"), root.resolve("bin"));
    // With it comes the library that our command changes U-Boot's environment with.
    programs.add(new Tool("fw_printenv", "libubootenv-tool"), root.resolve("bin"));
    GuestRuntime.install(root, checkout.bascule(), cache, progress);
    return kernel;
  }

  private static KernelPackage addForeignPrograms(Path root, Path directory, Path cache,
      Progress progress) throws IOException {
    ForeignParts parts = ForeignParts.fetch(cache, progress);
    Initramfs.write(directory.resolve(INITRAMFS), directory, Script.INITRAMFS, MODULES, parts,
        TOOLS);
    new Programs(root).addBusybox(parts.busybox());
    return parts.kernel();
  }

  /**
   * Writes the health check, which fails in a slot that shall be sick.
   *
   * @param conduct where it reads what its slot does
   */
  public static void writeHealthCheck(Path check, Path conduct) throws IOException {
    Script.write(check, "#!/bin/sh\n! grep -qx " + Conduct.SICK.word() + " " + conduct + "\n");
  }

  /** Whether our commands are in it; else they work on its disk from outside. */
  public boolean hasCommands() {
    return architecture.runsCommands();
  }

  /** The kernel's first root. */
  public Path initramfs() {
    return directory.resolve(INITRAMFS);
  }

  /**
   * Writes a slot's content.
   *
   * @param version what it says of itself
   */
  public Path writeSlot(Path volume, String version, Conduct conduct) throws IOException {
    Path words = Files.createTempDirectory(directory, "slot");
    Files.writeString(words.resolve("version"), version + "\n", StandardCharsets.UTF_8);
    Files.writeString(words.resolve("conduct"), conduct.word() + "\n", StandardCharsets.UTF_8);
    StringBuilder commands = new StringBuilder();
    for (String name : List.of("version", "conduct")) {
      commands.append("write %s /etc/lab/%s%n".formatted(words.resolve(name), name));
    }
    if (conduct == Conduct.NO_INIT) {
      commands.append("rm /sbin/init\n");
    }
    Path script = Files.writeString(words.resolve("script"), commands, StandardCharsets.UTF_8);
    Files.copy(base(), volume, StandardCopyOption.REPLACE_EXISTING);
    new Tool("debugfs", "e2fsprogs").command("-w", "-f", script.toString(), volume.toString())
        .run();
    new FileTree(words).delete();
    return volume;
  }

  /**
   * Puts dm-verity's hashes behind a slot's content.
   *
   * @return what a slot's last block says then, by which the initramfs opens it; {@code @} is its partition
   */
  public static String seal(Path volume) throws IOException {
    return HashTree.append(volume).table("@");
  }

  /** How long a slot's content is, in bytes. */
  public long slotBytes() throws IOException {
    return Files.size(base());
  }

  private Path base() {
    return directory.resolve("base.ext4");
  }

  private void writeVolume(Path root) throws IOException {
    long bytes;
    try (Stream<Path> files = Files.walk(root)) {
      bytes = files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
    makeExt4(root, base(), Math.ceilDiv(bytes + bytes / 50 + ROOM, MIB) * MIB, TIME);
  }

  /** Makes a volume of a tree that every loader's reader of ext4 understands; the volume must not exist. */
  static void makeExt4(Path tree, Path file, long bytes, Instant time) throws IOException {
    try (RandomAccessFile volume = new RandomAccessFile(file.toFile(), "rw")) {
      volume.setLength(bytes);
    }
    new Tool("mke2fs", "e2fsprogs")
        .command("-q", "-F", "-b", "4096", "-m", "0", "-O", FEATURES, "-U", UUID, "-N", "4096",
            "-E", "root_owner=0:0,lazy_itable_init=0,hash_seed=" + UUID, "-d", tree.toString(),
            file.toString())
        .with("E2FSPROGS_FAKE_TIME", Long.toString(time.getEpochSecond()))
        .run();
  }
}
