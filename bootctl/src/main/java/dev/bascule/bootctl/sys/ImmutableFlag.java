package dev.bascule.bootctl.sys;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The flag that makes a file unchangeable even for root, which efivarfs sets on the variables that it does
 * not know (FS_IMMUTABLE_FL, as of chattr +i).
 */
public final class ImmutableFlag {
  /** {@code _IOR('f', 1, long)} and {@code _IOW('f', 2, long)}: their numbers carry a long's size. */
  private static final long GET = Native.LONG_SIZE == 8 ? 0x80086601L : (int) 0x80046601L;
  private static final long SET = Native.LONG_SIZE == 8 ? 0x40086602L : 0x40046602L;

  private static final int IMMUTABLE = 0x10;

  private ImmutableFlag() {}

  /**
   * Changes the flag of an existing file.
   *
   * @return what it was; false, and nothing is done, on a file system that has no such flags
   */
  public static boolean set(Path file, boolean immutable) throws IOException {
    Libc.require();
    int fd = Libc.open(file.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
    if (fd < 0) {
      throw SystemCallException.last("open", file);
    }
    try (var flags = new Memory(Long.BYTES)) {
      flags.clear();
      if (Libc.ioctl(fd, new NativeLong(GET), flags) != 0) {
        int number = Libc.errno();
        if (number == Errno.ENOTTY.number() || number == Errno.EOPNOTSUPP.number()) {
          return false;
        }
        throw new SystemCallException("FS_IOC_GETFLAGS", file, number);
      }
      boolean was = (flags.getInt(0) & IMMUTABLE) != 0;
      if (was != immutable) {
        flags.setInt(0, flags.getInt(0) ^ IMMUTABLE);
        if (Libc.ioctl(fd, new NativeLong(SET), flags) != 0) {
          throw SystemCallException.last("FS_IOC_SETFLAGS", file);
        }
      }
      return was;
    } finally {
      Libc.close(fd);
    }
  }
}
