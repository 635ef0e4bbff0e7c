package dev.bascule.bootctl.sys;

import dev.bascule.bootctl.BootException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * An exclusive flock(2) on a whole-disk node or image file, which udev, systemd-repart, fdisk and this
 * program agree to hold while a partition table is written. Ends with the process at the latest.
 */
public final class FileLock implements Closeable {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final int fd;
  private final AtomicBoolean closed = new AtomicBoolean();

  private FileLock(int fd) {
    this.fd = fd;
  }

  /**
   * Takes the lock.
   *
   * @param wait how long to try; udev holds the lock for moments after each change of a disk
   * @param proc where {@code locks} is read to name the holder
   * @throws BootException if another holds it all that time; it names the holder as far as is known
   */
  public static FileLock acquire(Path path, Duration wait, Path proc) throws IOException {
    Libc.require();
    int fd = Libc.open(path.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
    if (fd < 0) {
      throw SystemCallException.last("open", path);
    }
    try {
      long end = System.nanoTime() + wait.toNanos();
      while (Libc.flock(fd, Libc.LOCK_EX | Libc.LOCK_NB) != 0) {
        int number = Libc.errno();
        if (number != Errno.EAGAIN.number() && number != Errno.EINTR.number()) {
          throw new SystemCallException("flock", path, number);
        }
        if (System.nanoTime() - end >= 0) {
          throw new BootException(path + ": is locked by " + holder(FileStatus.read(fd, path), proc)
              + ", waited " + wait.toMillis() + " ms",
              "wait until that program has finished, or end it; then try again");
        }
        pause(path);
      }
      return new FileLock(fd);
    } catch (Throwable e) {
      Libc.close(fd);
      throw e;
    }
  }

  private static void pause(Path path) throws BootException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BootException(path + ": interrupted while waiting for its lock", "try again", e);
    }
  }

  /** Looks through {@code /proc/locks}: {@code 1: FLOCK  ADVISORY  WRITE 1234 08:02:4711 0 EOF}. */
  private static String holder(FileStatus status, Path proc) {
    var line = Pattern.compile("\\d+: FLOCK +\\S+ +\\S+ (\\d+) %02x:%02x:%d .*"
        .formatted(status.device().major(), status.device().minor(), status.inode()));
    try (var lines = Files.lines(proc.resolve("locks"))) {
      return lines.map(line::matcher)
          .filter(match -> match.matches())
          .findFirst()
          .map(match -> process(proc, match.group(1)))
          .orElse("a process that cannot be seen from here");
    } catch (IOException e) {
      return "another process";
    }
  }

  private static String process(Path proc, String pid) {
    try {
      return "process " + pid + " (" + Files.readString(proc.resolve(pid).resolve("comm")).strip()
          + ")";
    } catch (IOException e) {
      return "process " + pid;
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Libc.close(fd);
    }
  }
}
