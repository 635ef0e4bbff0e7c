package dev.bascule.image.tuf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The steps by which the store changes files: each may be the last before the power goes. */
interface Disk {

  /** Reads a regular file; empty if there is none, if it is a symbolic link, or if it is longer. */
  Optional<byte[]> read(Path file, int maxLength) throws IOException;

  /** Makes a directory and its parents, unless it is there. Durable with its parent's next flush. */
  void createDirectory(Path directory) throws IOException;

  /** Writes a new file, or one anew. A power cut leaves any part of it. */
  void write(Path file, byte[] content) throws IOException;

  /** Makes a file's content durable. */
  void flush(Path file) throws IOException;

  /** Gives a file another name in its directory, at once. A power cut leaves either name. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file, and says whether it was there. A power cut leaves it or not. */
  boolean delete(Path file) throws IOException;

  /** Makes a directory's names durable. */
  void flushDirectory(Path directory) throws IOException;
}
