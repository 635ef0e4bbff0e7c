package dev.bascule.bootctl.durable;

import java.io.IOException;
import java.util.Optional;

/**
 * A directory, in the few steps of which a durable replacement consists. Tests give one that loses power
 * between them.
 */
public interface Folder {

  /** What people call it. */
  String name();

  /** The kernel's name of the file system that it is on, {@code vfat} for instance. */
  String fileSystem() throws IOException;

  /**
   * A file's content; empty if there is no such file.
   *
   * @throws IOException if it is longer than {@code limit} bytes
   */
  Optional<byte[]> read(String file, int limit) throws IOException;

  /** Makes or empties a file and writes it. Not durable before {@link #sync}. */
  void write(String file, byte[] content) throws IOException;

  /** Waits until the file's content is on the medium. */
  void sync(String file) throws IOException;

  /** Gives a file another's name, in whose place it comes. Not durable before {@link #syncNames}. */
  void rename(String from, String to) throws IOException;

  /** Waits until the names are on the medium. */
  void syncNames() throws IOException;

  /**
   * Replaces a file: written beside, synced, renamed, and the directory synced.
   *
   * <p>Power cut: on file systems with a journal the name leads to the whole old content or the whole new
   * one. FAT has no journal, and its directory entries lie in sectors of their own: there the name can
   * also lead nowhere, so what must survive is kept twice, or by a loader that can do without. A file
   * {@code NAME.new} can be left; the next replacement overwrites it.
   */
  default void replace(String file, byte[] content) throws IOException {
    String beside = file + ".new";
    write(beside, content);
    sync(beside);
    rename(beside, file);
    syncNames();
  }
}
