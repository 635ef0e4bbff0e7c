package dev.bascule.lab.debian;

import dev.bascule.lab.FileTree;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The root directory of an installed Debian system, on its way to become a volume. */
final class RootTree {

  /** Measured: about 45 s on two cores with a near archive; a far one may take its time. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Path directory;

  RootTree(Path directory) {
    this.directory = directory;
  }

  /** Installs an edition's packages into a new directory. Needs root: it runs their scripts. */
  static RootTree install(Recipe recipe, Edition edition, Archive archive, Path directory)
      throws IOException {
    return install(recipe, edition.time(), archive.sources(edition), List.of(), directory);
  }

  /**
   * Installs packages of a state between editions.
   *
   * @param sources lines for apt
   * @param hooks commands of mmdebstrap's that say which versions are taken of what the sources have
   */
  static RootTree install(Recipe recipe, Instant time, List<String> sources, List<String> hooks,
      Path directory) throws IOException {
    List<String> arguments = new ArrayList<>(
        List.of(
            "--mode=root",
            "--format=directory",
            "--variant=minbase",
            "--include=" + String.join(",", recipe.packages()),
            // The directory may not be readable for apt's own user.
            "--aptopt=APT::Sandbox::User \"root\"",
            "--dpkgopt=path-exclude=/usr/share/doc/*",
            "--dpkgopt=path-exclude=/usr/share/man/*",
            "--dpkgopt=path-exclude=/usr/share/locale/*"));
    arguments.addAll(hooks);
    arguments.addAll(List.of(recipe.release(), directory.toString()));
    arguments.addAll(sources);
    // In a mount name space of its own: killed at its limit, it would leave /proc, /sys and /dev mounted in the
    // directory, and whoever deletes that next deletes what is in them.
    Tool.of("mmdebstrap")
        .command(arguments)
        .under(new Tool("unshare", "util-linux").command("--mount"))
        .with("SOURCE_DATE_EPOCH", Long.toString(time.getEpochSecond()))
        // Who boots the image brings an initramfs; making one here costs a third of the time.
        .with("INITRD", "No")
        .within(LIMIT)
        .run();
    return new RootTree(directory);
  }

  /** Installed packages with their versions, a line each, sorted. */
  String packages() throws IOException {
    return new Tool("dpkg-query", "dpkg")
        .command("--admindir=" + directory.resolve("var/lib/dpkg"), "--show")
        .run()
        .output();
  }

  /** Takes out what the recipe removes, and leaves an empty machine id for the first boot to fill. */
  void clean(List<String> removed) throws IOException {
    for (String pattern : removed) {
      Path parent = directory.resolve(pattern).getParent();
      if (parent == null || !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      String name = pattern.substring(pattern.lastIndexOf('/') + 1);
      try (DirectoryStream<Path> matching = Files.newDirectoryStream(parent, name)) {
        for (Path path : matching) {
          new FileTree(path).delete();
        }
      }
    }
    Files.writeString(directory.resolve("etc/machine-id"), "", StandardCharsets.UTF_8);
  }

  /** Makes nothing in the tree younger than a time. */
  void clampTimes(Instant latest) throws IOException {
    FileTime limit = FileTime.from(latest);
    Files.walkFileTree(directory, new SimpleFileVisitor<Path>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        return clamp(file, attributes);
      }

      @Override
      public FileVisitResult postVisitDirectory(Path place, @Nullable IOException failure)
          throws IOException {
        if (failure != null) {
          throw failure;
        }
        return clamp(
            place,
            Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
      }

      private FileVisitResult clamp(Path path, BasicFileAttributes attributes) throws IOException {
        if (attributes.lastModifiedTime().compareTo(limit) > 0) {
          Files
              .getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .setTimes(limit, limit, null);
        }
        return FileVisitResult.CONTINUE;
      }
    });
  }

  /** Makes a volume of the tree as it is. */
  void writeVolume(FileSystem form, Path volume, Instant time) throws IOException {
    form.writeVolume(directory, volume, time);
  }
}
