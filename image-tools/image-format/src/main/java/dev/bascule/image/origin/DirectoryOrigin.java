package dev.bascule.image.origin;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A repository in a directory: the publisher's own tree, a mounted stick. */
public final class DirectoryOrigin implements Origin {

  private final Path directory;

  public DirectoryOrigin(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  @Override
  public String name() {
    return directory.toString();
  }

  /**
   * Names that lead out of the directory or that no file here can have, and symbolic links, are as good as absent.
   */
  @Override
  public Optional<Body> open(String path, long offset) throws IOException {
    Path file;
    try {
      file = resolve(path);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    if (!file.startsWith(directory) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      SeekableByteChannel channel = Files.newByteChannel(
          file,
          StandardOpenOption.READ,
          LinkOption.NOFOLLOW_LINKS);
      channel.position(offset);
      return Optional.of(new Body(Channels.newInputStream(channel), offset));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Path resolve(String path) {
    Path file = directory;
    for (String name : EncodedPath.names(path)) {
      file = file.resolve(name);
    }
    return file.normalize();
  }
}
