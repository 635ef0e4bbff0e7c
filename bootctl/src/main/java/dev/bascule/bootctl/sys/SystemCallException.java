package dev.bascule.bootctl.sys;

import dev.bascule.bootctl.BootException;
import java.util.Optional;

/** A system call failed. Says which, on what, and the kernel's reason. */
public final class SystemCallException extends BootException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int number;

  SystemCallException(String call, Object where, int number) {
    super(call + " " + where + ": " + Errno.of(number).map(e -> e + ", ").orElse("")
        + Libc.strerror(number)
        + " (" + number + ")", remedy(number));
    this.call = call;
    this.number = number;
  }

  /** The failure that this thread's last call left behind. */
  static SystemCallException last(String call, Object where) {
    return new SystemCallException(call, where, Libc.errno());
  }

  /** The call as it is named in the manual. */
  public String call() {
    return call;
  }

  /** The kernel's reason, or empty if it is one that this program has no name for. */
  public Optional<Errno> errno() {
    return Errno.of(number);
  }

  private static String remedy(int number) {
    return Errno.of(number).map(errno -> switch (errno) {
      case EPERM, EACCES -> "run it as root, or give the service access to the device";
      case ENOENT -> "check the path in the configuration against the devices that exist (lsblk)";
      case EIO ->
        "the medium failed: look for its errors in the kernel's log, and replace it if they repeat";
      case EBUSY -> "something has it mounted or claimed: findmnt and lsblk show what";
      case ENXIO, ENODEV, ENOMEDIUM -> "the device is gone or has no medium: check its connection";
      case EROFS ->
        "the device is write-protected: blockdev --getro tells, hardware switches decide";
      case ENOSPC, EFBIG -> "make room, or use a larger device";
      case EINTR, EAGAIN, ESRCH -> "try again";
      case EINVAL, ENOTTY, EOPNOTSUPP ->
        "the kernel or driver does not support this: check its version";
    }).orElse("look for the reason in the kernel's log");
  }
}
