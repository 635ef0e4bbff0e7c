package dev.bascule.bootctl.sys;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this process has in memory of the files that it maps: programs, libraries, and what a virtual machine was started from. Most of
 * it serves the start and is never looked at again.
 */
public final class MappedFiles {

  private static final String MAPS = "self/maps";
  private static final int RADIX = 16;

  private MappedFiles() {}

  /**
   * Gives that memory back to the system: a page is read again when it is used again, and what was written to it is not lost
   * (madvise(2), {@code MADV_PAGEOUT}). A kernel that knows no such advice, before Linux 5.4, gives back nothing.
   *
   * @param proc where the system's processes are listed
   * @throws IOException if the mappings cannot be listed, or the kernel refuses
   */
  public static void giveBack(Path proc) throws IOException {
    Libc.require();
    for (String line : Files.readAllLines(proc.resolve(MAPS))) {
      // from-to access offset device inode path: proc_pid_maps(5)
      List<String> words = List.of(line.split(" +", 6));
      if (words.size() == 6 && words.get(5).startsWith("/")) {
        giveBack(line, words.get(0).split("-", 2));
      }
    }
  }

  private static void giveBack(String mapping, String[] range) throws SystemCallException {
    long from = Long.parseUnsignedLong(range[0], RADIX);
    long to = Long.parseUnsignedLong(range[1], RADIX);
    int result = Libc.madvise(new Pointer(from), new NativeLong(to - from), Libc.MADV_PAGEOUT);
    if (result != 0 && Libc.errno() != Errno.EINVAL.number()) {
      throw SystemCallException.last("madvise", mapping);
    }
  }
}
