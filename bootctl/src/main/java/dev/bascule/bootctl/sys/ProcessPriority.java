package dev.bascule.bootctl.sys;

import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How much this process yields to others: setpriority(2) for the processor, ioprio_set(2) for media. Both are a thread's own in
 * Linux, so every thread is told; those that are started later have what their starter has.
 */
public final class ProcessPriority {
  private static final int PRIO_PROCESS = 0;
  private static final int IOPRIO_WHO_PROCESS = 1;
  private static final int IOPRIO_CLASS_SHIFT = 13;

  private ProcessPriority() {}

  /** What a process's reading and writing has to wait for; see the kernel's {@code linux/ioprio.h}. */
  public enum Media {
    /** Nobody: as other processes. */
    NORMAL(0),
    /** Others first, but it goes on: the last level of the class for best effort. */
    LOW((2 << IOPRIO_CLASS_SHIFT) | 7),
    /** Everybody: only what nobody else wants. It may wait for ever on a busy medium. */
    IDLE(3 << IOPRIO_CLASS_SHIFT);

    private final int value;

    Media(int value) {
      this.value = value;
    }
  }

  /**
   * Sets both for the process as it is now.
   *
   * @param proc where the system's processes are listed
   * @param nice 0 to 19, 19 yielding most; less than the process has needs root
   */
  public static void set(Path proc, int nice, Media media) throws IOException {
    if (nice < 0 || nice > 19) {
      throw new IllegalArgumentException("nice from 0 to 19, not " + nice);
    }
    Libc.require();
    NativeLong ioprioSet = new NativeLong(Abi.running().ioprioSet());
    Set<Integer> told = new HashSet<>();
    boolean found = true;
    // Until there is none left that was started by one which had not been told yet.
    while (found) {
      found = false;
      for (int thread : threads(proc)) {
        if (told.add(thread)) {
          found = true;
          check(Libc.setpriority(PRIO_PROCESS, thread, nice), "setpriority", thread);
          check(
              Libc.syscall(ioprioSet, IOPRIO_WHO_PROCESS, thread, media.value, null).intValue(),
              "ioprio_set", thread);
        }
      }
    }
  }

  private static List<Integer> threads(Path proc) throws IOException {
    List<Integer> found = new ArrayList<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(proc.resolve("self/task"))) {
      for (Path thread : threads) {
        found.add(Integer.valueOf(thread.getFileName().toString()));
      }
    }
    return found;
  }

  /** A thread that has ended since it was listed needs no priority. */
  private static void check(int result, String call, int thread) throws SystemCallException {
    if (result != 0 && Libc.errno() != Errno.ESRCH.number()) {
      throw SystemCallException.last(call, "thread " + thread);
    }
  }
}
