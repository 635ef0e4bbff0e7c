package dev.bascule.bootctl.sys;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import java.nio.file.Path;

/** The ioctls of block devices, from the kernel's {@code linux/fs.h}. */
enum BlockIoctl {
  BLKROGET(0x125e), BLKSSZGET(0x1268);

  private final int request;

  BlockIoctl(int request) {
    this.request = request;
  }

  /** Asks a device for a number. */
  int query(int fd, Path path) throws SystemCallException {
    try (var answer = new Memory(Integer.BYTES)) {
      if (Libc.ioctl(fd, new NativeLong(request), answer) != 0) {
        throw SystemCallException.last(name(), path);
      }
      return answer.getInt(0);
    }
  }
}
