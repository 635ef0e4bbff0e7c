package dev.bascule.lab.system;

import dev.bascule.lab.FileTree;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** The kernel's first root: it finds the slot that the command line names and goes over to it. */
final class Initramfs {

  private static final List<String> MODULES = List.of("virtio_pci", "virtio_blk", "virtio_net",
      "vfat", "nls_ascii", "nls_cp437", "efivarfs", "softdog");
  private static final List<String> DIRECTORIES =
      List.of("dev", "lib/modules", "new", "proc", "run", "sys", "tmp");

  private Initramfs() {}

  /**
   * Writes it for the host's architecture; the same parts give the same bytes.
   *
   * @param init its first process
   * @param more modules besides those for the machine itself
   * @param tools programs besides busybox
   */
  static void write(Path file, KernelPackage kernel, Path scratch, Script init, List<String> more,
      List<Tool> tools) throws IOException {
    write(file, kernel, scratch, init, more, programs -> {
      programs.addBusybox();
      for (Tool tool : tools) {
        programs.add(tool, programs.root().resolve("bin"));
      }
    });
  }

  /** Writes it for another architecture, with programs of that. */
  static void write(Path file, Path scratch, Script init, List<String> more, ForeignParts parts,
      List<Tool> tools) throws IOException {
    write(file, parts.kernel(), scratch, init, more, programs -> {
      programs.addBusybox(parts.busybox());
      for (Tool tool : tools) {
        programs.addForeign(parts.directory(), tool.name());
      }
    });
  }

  private static void write(Path file, KernelPackage kernel, Path scratch, Script init,
      List<String> more, Filling filling) throws IOException {
    Path root = Files.createDirectory(scratch.resolve("initramfs"));
    for (String directory : DIRECTORIES) {
      Files.createDirectories(root.resolve(directory));
    }
    filling.fill(new Programs(root));
    addModules(root, kernel, Stream.concat(MODULES.stream(), more.stream()).toList());
    init.write(root.resolve("init"));
    pack(root, file);
    new FileTree(root).delete();
  }

  /** Puts modules into {@code lib/modules}, and into {@code order} there the order in which they are loaded. */
  static void addModules(Path root, KernelPackage kernel, List<String> names) throws IOException {
    Path place = Files.createDirectories(root.resolve("lib/modules"));
    StringBuilder order = new StringBuilder();
    for (Path module : kernel.modules(names)) {
      String name = String.valueOf(module.getFileName());
      Files.copy(module, place.resolve(name));
      order.append(name).append('\n');
    }
    Files.writeString(place.resolve("order"), order, StandardCharsets.UTF_8);
  }

  /** Packs a root; the same content gives the same bytes. */
  static void pack(Path root, Path file) throws IOException {
    GzipParameters fast = new GzipParameters();
    fast.setCompressionLevel(1);
    fast.setModificationTime(0);
    try (OutputStream out = Files.newOutputStream(file);
        var gzip = new GzipCompressorOutputStream(out, fast);
        var archive = new CpioArchiveOutputStream(gzip, CpioConstants.FORMAT_NEW);
        Stream<Path> files = Files.walk(root)) {
      long inode = 1;
      for (Path path : files.sorted().skip(1).toList()) {
        CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW,
            root.relativize(path).toString());
        byte[] content = describe(path, entry);
        entry.setInode(inode++);
        entry.setSize(content.length);
        archive.putArchiveEntry(entry);
        archive.write(content);
        archive.closeArchiveEntry();
      }
    }
  }

  private static byte[] describe(Path path, CpioArchiveEntry entry) throws IOException {
    if (Files.isSymbolicLink(path)) {
      entry.setMode(CpioConstants.C_ISLNK | 0777);
      return Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8);
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      entry.setMode(CpioConstants.C_ISDIR | 0755);
      entry.setNumberOfLinks(2);
      return new byte[0];
    }
    entry.setMode(CpioConstants.C_ISREG | 0755);
    return Files.readAllBytes(path);
  }

  /** Puts programs into a root. */
  @FunctionalInterface
  private interface Filling {
    void fill(Programs programs) throws IOException;
  }
}
