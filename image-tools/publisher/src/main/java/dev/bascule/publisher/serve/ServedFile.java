package dev.bascule.publisher.serve;

import dev.bascule.image.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A regular file below the served directory.
 *
 * @param length in bytes, when it was found
 * @param tag the entity tag with its quotes: another content has another
 */
record ServedFile(Path path, long length, String tag) {

  private static final int MAX_PATH = 2048;

  /**
   * Finds the file that a request names.
   *
   * @param rawPath the request's path as it was sent, percent-encoded
   * @return empty for what is no regular file, for every way out of the directory, and for symbolic links on the way
   */
  static Optional<ServedFile> find(Path directory, String rawPath) throws IOException {
    if (!rawPath.startsWith("/") || rawPath.length() > MAX_PATH) {
      return Optional.empty();
    }
    Path path = directory;
    for (String segment : rawPath.substring(1).split("/", -1)) {
      Optional<String> name = PathSegment.decode(segment);
      if (name.isEmpty()) {
        return Optional.empty();
      }
      path = path.resolve(name.get());
      if (Files.isSymbolicLink(path)) {
        return Optional.empty();
      }
    }
    return at(path);
  }

  private static Optional<ServedFile> at(Path path) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(
          path,
          BasicFileAttributes.class,
          LinkOption.NOFOLLOW_LINKS);
    } catch (FileSystemException e) {
      return Optional.empty();
    }
    return attributes.isRegularFile()
        ? Optional.of(new ServedFile(path, attributes.size(), tag(attributes)))
        : Optional.empty();
  }

  /** A file is only ever replaced by a rename, so that another content is another inode, size or time. */
  private static String tag(BasicFileAttributes attributes) {
    String identity = attributes.fileKey() + " " + attributes.size() + " "
        + attributes.lastModifiedTime();
    return '"' + Sha256.digest(identity.getBytes(StandardCharsets.UTF_8))
        .toString()
        .substring(0, 32) + '"';
  }
}
