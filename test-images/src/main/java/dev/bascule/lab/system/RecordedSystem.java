package dev.bascule.lab.system;

import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A system that lives in memory alone: Debian's kernel, busybox and our commands. It runs the commands that its second
 * disk lists on the file system of its first one, and switches the machine off.
 *
 * @param kernel Debian's
 * @param initramfs all the rest
 */
public record RecordedSystem(Path kernel, Path initramfs) {

  private static final List<String> MODULES =
      List.of("virtio_pci", "virtio_blk", "vfat", "nls_ascii", "nls_cp437");
  private static final List<String> DIRECTORIES =
      List.of("dev", "mnt", "proc", "run", "sbin", "sys", "tmp");

  /**
   * Builds one with our commands.
   *
   * @param program the device's, with the library that is the other command beside it
   * @param cache where the kernel and the Java runtime are kept
   * @param directory new or empty
   */
  public static RecordedSystem build(JavaProgram program, Path cache, Path directory,
      Progress progress) throws IOException {
    KernelPackage kernel = KernelPackage.fetch(cache, progress);
    Path root = directory.resolve("root");
    for (String name : DIRECTORIES) {
      Files.createDirectories(root.resolve(name));
    }
    new Programs(root).addBusybox();
    GuestRuntime.install(root, program, cache, progress);
    Initramfs.addModules(root, kernel, MODULES);
    Script.RECORD.write(root.resolve("init"));
    Path file = directory.resolve("initramfs");
    Initramfs.pack(root, file);
    new FileTree(root).delete();
    return new RecordedSystem(kernel.image(), file);
  }
}
