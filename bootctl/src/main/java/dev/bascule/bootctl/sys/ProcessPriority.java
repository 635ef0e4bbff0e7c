package dev.bascule.bootctl.sys;

import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
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
  private static final int IOPRIO_CLASS_IDLE = 3;

  private ProcessPriority() {}

  /** What a process's reading and writing has to wait for; see the kernel's {@code linux/ioprio.h}. */
  public enum Media {
    /** Nobody: as other processes. */
    NORMAL(0),
    /** Others first, but it goes on: the last level of the class for best effort. */
    LOW((2 << IOPRIO_CLASS_SHIFT) | 7),
    /** Everybody: only what nobody else wants. It may wait for ever on a busy medium. */
    IDLE(IOPRIO_CLASS_IDLE << IOPRIO_CLASS_SHIFT);

    private final int value;

    Media(int value) {
      this.value = value;
    }
  }

  /**
   * Has the process as it is now yield the processor. A thread that yields more than that stays as it is.
   *
   * @param proc where the system's processes are listed
   * @param nice 0 to 19, 19 yielding most
   */
  public static void yieldProcessor(Path proc, int nice) throws IOException {
    if (nice < 0 || nice > 19) {
      throw new IllegalArgumentException("nice from 0 to 19, not " + nice);
    }
    Libc.require();
    tell(proc, thread -> {
      if (Libc.getpriority(PRIO_PROCESS, thread) < nice) {
        check(Libc.setpriority(PRIO_PROCESS, thread, nice), "setpriority", thread);
      }
    });
  }

  /**
   * Has the process as it is now yield the media. A thread that reads and writes only when nobody else does stays so.
   *
   * @param proc where the system's processes are listed
   */
  public static void yieldMedia(Path proc, Media media) throws IOException {
    Libc.require();
    Abi abi = Abi.running();
    tell(proc, thread -> {
      if (ioprio(abi.ioprioGet(), thread, 0) >> IOPRIO_CLASS_SHIFT != IOPRIO_CLASS_IDLE) {
        check(ioprio(abi.ioprioSet(), thread, media.value), "ioprio_set", thread);
      }
    });
  }

  private static int ioprio(int call, int thread, int value) {
    return Libc.syscall(new NativeLong(call), IOPRIO_WHO_PROCESS, thread, value, null).intValue();
  }

  /** What a thread is told. */
  private interface Order {
    void give(int thread) throws SystemCallException;
  }

  private static void tell(Path proc, Order order) throws IOException {
    Set<Integer> told = new HashSet<>();
    boolean found = true;
    // Until there is none left that was started by one which had not been told yet.
    while (found) {
      found = false;
      for (int thread : threads(proc)) {
        if (told.add(thread)) {
          found = true;
          order.give(thread);
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
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
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
