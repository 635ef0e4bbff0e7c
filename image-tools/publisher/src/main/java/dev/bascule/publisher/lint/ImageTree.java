package dev.bascule.publisher.lint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An image's files, unpacked. No link in it is followed: an absolute one leads out of it.
 *
 * @param root where its root directory is
 * @param all all files and directories, not the links, in the order of their names
 */
record ImageTree(Path root, List<Path> all) {

  ImageTree {
    all = List.copyOf(all);
  }

  /** Goes through a directory, once. */
  static ImageTree of(Path root) throws IOException {
    List<Path> all = new ArrayList<>();
    Files.walkFileTree(root, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        all.add(directory);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
          all.add(file);
        }
        return FileVisitResult.CONTINUE;
      }
    });
    all.sort(null);
    return new ImageTree(root, all);
  }

  /** A file's path in the image, absolute. */
  String name(Path file) {
    return "/" + root.relativize(file);
  }

  /** A file of the image that is a file itself; empty if there is none, or a link, or something else. */
  Optional<Path> file(String name) {
    Path file = root.resolve(name.substring(1));
    return isInside(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(file)
        : Optional.empty();
  }

  /** Whether there is anything of that name. */
  boolean has(String name) {
    Path file = root.resolve(name.substring(1));
    return isInside(file) && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** The beginning of a file, as text of which every byte is a letter. */
  static String beginning(Path file, int most) throws IOException {
    try (var stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return new String(stream.readNBytes(most), StandardCharsets.ISO_8859_1);
    }
  }

  /** No directory on the way may be a link: {@code /etc} may be one to the very machine that looks. */
  private boolean isInside(Path file) {
    for (Path above = file.getParent(); above != null && !above.equals(root); above =
        above.getParent()) {
      if (Files.isSymbolicLink(above)) {
        return false;
      }
    }
    return true;
  }
}
