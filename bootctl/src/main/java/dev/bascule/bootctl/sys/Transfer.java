package dev.bascule.bootctl.sys;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** The direction of a transfer between memory and a file, and the call that does it. */
enum Transfer {
  READ("pread"), WRITE("pwrite");

  private final String call;

  Transfer(String call) {
    this.call = call;
  }

  /** The call as it is named in the manual. */
  String call() {
    return call;
  }

  /** Moves up to {@code count} bytes; returns how many were moved, or -1. */
  long once(int fd, Pointer memory, int count, long position) {
    var size = new NativeLong(count);
    var moved = switch (this) {
      case READ -> Libc.pread(fd, memory, size, position);
      case WRITE -> Libc.pwrite(fd, memory, size, position);
    };
    return moved.longValue();
  }
}
