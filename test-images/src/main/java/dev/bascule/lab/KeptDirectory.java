package dev.bascule.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A directory in the cache that is expensive to make. If it has its final name it is whole: it is built beside, and
 * renamed when all is done; a lock lets two runs share one build.
 *
 * @param cache where it is kept
 * @param name tells it from every directory with another content
 */
public record KeptDirectory(Path cache, String name) {

  /** The directory, made now if it is not there. */
  public Path get(Maker maker) throws IOException {
    Files.createDirectories(cache);
    // A file's lock is its process's: threads of one wait for each other here.
    synchronized (KeptDirectory.class) {
      return getAlone(maker);
    }
  }

  private Path getAlone(Maker maker) throws IOException {
    try (FileChannel channel = openLock()) {
      channel.lock();
      if (!Files.isDirectory(place())) {
        Path partial = cache.resolve(name + ".partial");
        new FileTree(partial).delete();
        Files.createDirectory(partial);
        maker.make(partial);
        Files.move(partial, place(), StandardCopyOption.ATOMIC_MOVE);
      }
      return place();
    }
  }

  /** Throws it away, so that the next use makes it again. */
  public void drop() throws IOException {
    Files.createDirectories(cache);
    try (FileChannel channel = openLock()) {
      channel.lock();
      new FileTree(place()).delete();
    }
  }

  private Path place() {
    return cache.resolve(name);
  }

  private FileChannel openLock() throws IOException {
    return FileChannel.open(cache.resolve(name + ".lock"), StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
  }

  /** Fills a new directory. */
  @FunctionalInterface
  public interface Maker {

    /** Fills an empty directory that gets its final name when this returns. */
    void make(Path directory) throws IOException;
  }
}
