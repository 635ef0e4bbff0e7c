package dev.bascule.image.bundle;

import dev.bascule.image.origin.PositionedStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A bundle in a file, which can be read from any byte on. The file is opened once, at the first read, and not through a
 * link: whoever puts another file under its name afterwards, or a link to one that he may not read himself, changes nothing.
 */
public final class FileSource implements BundleSource {

  private final Path file;
  private @Nullable FileChannel channel;

  /** A bundle. Nothing is opened yet. */
  public FileSource(Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return file.toString();
  }

  /**
   * {@inheritDoc}
   *
   * @throws BundleException if the name stands for no file, or for a link, a directory, a device or a pipe
   */
  @Override
  public InputStream openAt(long position) throws IOException {
    FileChannel opened = channel;
    if (opened == null) {
      opened = open();
      channel = opened;
    }
    return new PositionedStream(new OpenedFile(opened), position);
  }

  @Override
  public boolean maySucceedLater() {
    return false;
  }

  @Override
  public void close() throws IOException {
    FileChannel opened = channel;
    if (opened != null) {
      opened.close();
    }
  }

  /** The kind is looked at first, since opening a pipe would wait for whoever writes it. */
  private FileChannel open() throws IOException {
    try {
      if (!Files.readAttributes(file, BasicFileAttributes.class,
          LinkOption.NOFOLLOW_LINKS).isRegularFile()) {
        throw new BundleException(name(), "expected a file itself, found "
            + (Files.isSymbolicLink(file) ? "a link" : "something else")
            + "; give the file's own path, and a pipe on standard input as -");
      }
      return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new BundleException(name(), "no such file", e);
    }
  }

  private record OpenedFile(FileChannel channel) implements PositionedStream.Content {

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      return channel.read(target, position);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }
  }
}
