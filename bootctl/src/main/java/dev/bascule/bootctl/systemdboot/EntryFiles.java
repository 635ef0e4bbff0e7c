package dev.bascule.bootctl.systemdboot;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.systemdboot.EntryName.Kind;
import dev.bascule.bootctl.volume.FileVolume;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entries of one file system: the EFI system partition's or the extended boot loader partition's.
 *
 * @param root where it is mounted
 */
record EntryFiles(Path root) {
  private static final String NEW = ".new";
  private static final int MAX_ENTRIES = 1024;
  private static final int MAX_TEXT = 64 * 1024;

  /** Reads all entries; a directory that does not exist has none. */
  List<BootEntry> read() throws IOException {
    var entries = new ArrayList<BootEntry>();
    for (var kind : Kind.values()) {
      for (var file : readDirectory(root.resolve(kind.directory()))) {
        var name = EntryName.parse(String.valueOf(file.getFileName()))
            .filter(found -> found.kind() == kind && Files.isRegularFile(file));
        if (name.isPresent()) {
          read(name.get(), file).ifPresent(entries::add);
        }
      }
    }
    return entries;
  }

  private static List<Path> readDirectory(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.limit(MAX_ENTRIES).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** An image that is none, or a text that says no kernel, is not in the loader's menu. */
  private static Optional<BootEntry> read(EntryName name, Path file) throws IOException {
    if (name.kind() == Kind.TEXT) {
      String text = readText(file);
      return text.lines().anyMatch(line -> line.strip().matches("(linux|efi|uki)[ \\t].*"))
          ? Optional.of(entry(name, EntryText.ofEntry(text)))
          : Optional.empty();
    }
    try (var image = FileVolume.open(file, Access.READ)) {
      return KernelImage.readRelease(image).map(text -> entry(name, EntryText.ofRelease(text)));
    }
  }

  private static BootEntry entry(EntryName name, EntryText text) {
    return new BootEntry(name, text.sortKey(), text.machineId(), text.version());
  }

  private static String readText(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_TEXT), StandardCharsets.UTF_8);
    }
  }

  boolean holds(EntryName name) {
    return Files.isRegularFile(file(name), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Gives an entry another name, and looks whether it has it.
   *
   * <p>Power cut: a text is written under its new name before the old one goes, so one of both is there
   * whole, or both. An image is renamed: on a journalling file system the old name or the new one is
   * there; FAT writes both names' directory entries in any order, so for the moment of the rename a cut
   * may leave both, none, or the new one empty.
   */
  void rename(EntryName from, EntryName to) throws IOException {
    var source = file(from);
    var target = file(to);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new BootException(target + ": expected no such file before " + source + " is renamed",
          "look which of both is right, and remove the other");
    }
    long size = Files.size(source);
    if (from.kind() == Kind.TEXT) {
      var beside = target.resolveSibling("." + to + NEW);
      Files.copy(source, beside, StandardCopyOption.REPLACE_EXISTING);
      sync(beside, StandardOpenOption.WRITE);
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
      syncName(target);
      check(target, size);
      remove(from);
    } else {
      Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
      syncName(target);
      check(target, size);
    }
    if (Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
      throw new BootException(source + ": is still there after it was renamed to " + to,
          "check the file system with fsck.vfat");
    }
  }

  /**
   * Power cut: the file is there whole or not. It is held open until its name is gone from the medium, for
   * FAT gives its clusters back at the last close.
   */
  void remove(EntryName name) throws IOException {
    remove(file(name));
  }

  private static void remove(Path file) throws IOException {
    try (var _ = FileChannel.open(file, StandardOpenOption.READ)) {
      Files.delete(file);
      syncDirectory(file);
    }
  }

  /** Whether two files of one entry say the same. */
  boolean same(EntryName one, EntryName other) throws IOException {
    return Files.mismatch(file(one), file(other)) == -1;
  }

  /** What a rename that was cut left of this entry beside its files, by name. */
  List<String> readLeftovers(String id) throws IOException {
    return readDirectory(root.resolve(Kind.TEXT.directory()))
        .stream()
        .map(file -> String.valueOf(file.getFileName()))
        .filter(name -> name.startsWith(".") && name.endsWith(NEW))
        .filter(name -> EntryName.parse(name.substring(1, name.length() - NEW.length()))
            .filter(entry -> entry.id().equalsIgnoreCase(id))
            .isPresent())
        .sorted()
        .toList();
  }

  /** Power cut: as for an entry. */
  void removeLeftover(String name) throws IOException {
    remove(root.resolve(Kind.TEXT.directory()).resolve(name));
  }

  private static void check(Path target, long size) throws IOException {
    if (!Files.isRegularFile(target) || Files.size(target) != size) {
      throw new BootException(target + ": expected a file of " + size
          + " bytes after the rename, found another", "check the file system with fsck.vfat");
    }
  }

  /**
   * The file itself too: on FAT Linux makes a new name's entry with no content, and only syncing the file
   * writes where its content is.
   */
  private static void syncName(Path file) throws IOException {
    sync(file, StandardOpenOption.WRITE);
    syncDirectory(file);
  }

  private static void syncDirectory(Path file) throws IOException {
    var directory = file.getParent();
    if (directory != null) {
      sync(directory, StandardOpenOption.READ);
    }
  }

  private static void sync(Path file, StandardOpenOption access) throws IOException {
    try (var channel = FileChannel.open(file, access)) {
      channel.force(true);
    }
  }

  private Path file(EntryName name) {
    return root.resolve(name.kind().directory()).resolve(name.toString());
  }
}
