package dev.bascule.image.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A bundle in a file, which can be read from any byte on. */
public record FileSource(Path file) implements BundleSource {

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public InputStream openAt(long position) throws IOException {
    try {
      SeekableByteChannel channel = Files.newByteChannel(file);
      channel.position(position);
      return Channels.newInputStream(channel);
    } catch (NoSuchFileException e) {
      throw new BundleException(name(), "no such file", e);
    }
  }

  @Override
  public boolean maySucceedLater() {
    return false;
  }
}
