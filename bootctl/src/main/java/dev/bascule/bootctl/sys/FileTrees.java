package dev.bascule.bootctl.sys;

import java.io.IOException;
import java.nio.file.Path;

/** What the platform cannot do with whole directories. */
public final class FileTrees {

  private FileTrees() {}

  /**
   * Lets two names of one file system change places at once: renameat2(2) with {@code RENAME_EXCHANGE}. A cut leaves them as
   * they were or exchanged; {@link #sync} makes it last.
   */
  public static void exchange(Path one, Path other) throws IOException {
    Libc.require();
    if (Libc.renameat2(Libc.AT_FDCWD, one.toString(), Libc.AT_FDCWD, other.toString(),
        Libc.RENAME_EXCHANGE) != 0) {
      throw SystemCallException.last("renameat2", one);
    }
  }

  /** Waits until all that was written to a file system is on its medium: syncfs(2). */
  public static void sync(Path anyOfIt) throws IOException {
    Libc.require();
    int fd = Libc.open(anyOfIt.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
    if (fd < 0) {
      throw SystemCallException.last("open", anyOfIt);
    }
    try {
      if (Libc.syncfs(fd) != 0) {
        throw SystemCallException.last("syncfs", anyOfIt);
      }
    } finally {
      Libc.close(fd);
    }
  }
}
