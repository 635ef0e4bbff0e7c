package dev.bascule.bootctl.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the running system.
 *
 * @param path the directory
 */
public record HostFolder(Path path) implements Folder {

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public String fileSystem() throws IOException {
    return Files.getFileStore(path).type();
  }

  /** Its name is on the medium then, in a directory that was there before. */
  @Override
  public void make() throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
      Path parent = path.toAbsolutePath().getParent();
      if (parent != null) {
        syncDirectory(parent);
      }
    }
  }

  @Override
  public Optional<byte[]> read(String file, int limit) throws IOException {
    try (var in = Files.newInputStream(path.resolve(file))) {
      byte[] content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw new IOException(
            path.resolve(file) + ": expected at most " + limit + " bytes, found more");
      }
      return Optional.of(content);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void write(String file, byte[] content) throws IOException {
    try (var channel = FileChannel.open(path.resolve(file), StandardOpenOption.WRITE,
        StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
        LinkOption.NOFOLLOW_LINKS)) {
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  @Override
  public void sync(String file) throws IOException {
    try (var channel = FileChannel.open(path.resolve(file), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  @Override
  public void overwrite(String file, int position, byte[] part) throws IOException {
    try (var channel = FileChannel.open(path.resolve(file), StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS)) {
      var buffer = ByteBuffer.wrap(part);
      while (buffer.hasRemaining()) {
        channel.write(buffer, position + buffer.position());
      }
    }
  }

  /** The file that was there is held open meanwhile, for FAT gives its clusters back at the last close. */
  @Override
  public void rename(String from, String to) throws IOException {
    try (var _ = hold(to)) {
      Files.move(path.resolve(from), path.resolve(to), StandardCopyOption.ATOMIC_MOVE);
      sync(to);
      syncDirectory(path);
    }
  }

  private static void syncDirectory(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private @Nullable FileChannel hold(String file) throws IOException {
    try {
      return FileChannel.open(path.resolve(file), StandardOpenOption.READ,
          LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
