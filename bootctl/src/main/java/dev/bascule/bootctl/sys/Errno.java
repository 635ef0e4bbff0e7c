package dev.bascule.bootctl.sys;

import java.util.Arrays;
import java.util.Optional;

/** The kernel's error numbers that mean something here; the same on every architecture in Abi. */
public enum Errno {
  EPERM(1), ENOENT(2), ESRCH(3), EINTR(4), EIO(5), ENXIO(6), EAGAIN(11), EACCES(13), EBUSY(
      16), ENODEV(
          19), EINVAL(
              22), ENOTTY(25), EFBIG(27), ENOSPC(28), EROFS(30), EOPNOTSUPP(95), ENOMEDIUM(123);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static Optional<Errno> of(int number) {
    return Arrays.stream(values()).filter(errno -> errno.number == number).findFirst();
  }
}
