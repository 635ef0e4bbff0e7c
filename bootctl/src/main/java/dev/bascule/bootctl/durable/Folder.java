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

  /** Makes it if it is not there; for folders of our own, not for what should be mounted. Nothing where it always is. */
  default void make() throws IOException {}

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

  /**
   * Overwrites a part of a file that is there. Not durable before {@link #sync}.
   *
   * <p>Power cut: of bytes that lie within one sector of the medium all are old or all are new.
   */
  void overwrite(String file, int position, byte[] part) throws IOException;

  /**
   * Gives a file another's name, in whose place it comes, and waits until the name is on the medium.
   *
   * <p>Power cut: on file systems with a journal the name leads to the whole old content or the whole new
   * one. FAT has none. There Linux rewrites the directory entry of the name, which lies in one sector, and
   * so leads to the old content or to the new, provided that the old content's clusters are not given back
   * before that sector is on the medium, and that the renamed file itself is synced, for syncing the
   * directory does not write that entry. An implementation on a real FAT has to see to both.
   */
  void rename(String from, String to) throws IOException;

  /**
   * Replaces a file: written beside, synced, renamed, and the name synced.
   *
   * <p>Power cut: as {@link #rename} says. A file {@code NAME.new} can be left; the next replacement
   * overwrites it.
   */
  default void replace(String file, byte[] content) throws IOException {
    String beside = file + ".new";
    write(beside, content);
    sync(beside);
    rename(beside, file);
  }
}
