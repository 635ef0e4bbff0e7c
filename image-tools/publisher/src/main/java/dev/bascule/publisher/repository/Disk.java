package dev.bascule.publisher.repository;

import dev.bascule.image.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** The steps by which a repository's files change: each may be the last before the power goes. */
public interface Disk {

  /** Makes a directory and its parents, unless it is there. */
  void createDirectory(Path directory) throws IOException;

  /** Writes a new file and makes its content durable. A power cut leaves any part of it. */
  void write(Path file, byte[] content) throws IOException;

  /**
   * Copies a file into a new one and makes its content durable. A power cut leaves any part of it.
   *
   * @param progress is told the number of bytes copied, as they are
   * @return the SHA-256 of what was copied
   */
  Sha256 copy(Path from, Path to, LongConsumer progress) throws IOException;

  /** Gives a file another name, at once, in place of what has it. A power cut leaves either. */
  void move(Path from, Path to) throws IOException;

  /** Removes a file or an empty directory, if it is there. */
  void delete(Path file) throws IOException;

  /** Makes a directory's names durable. */
  void flushDirectory(Path directory) throws IOException;
}
