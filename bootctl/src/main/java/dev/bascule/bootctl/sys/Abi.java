package dev.bascule.bootctl.sys;

import dev.bascule.bootctl.BootException;

/** The few kernel constants that differ between architectures. */
enum Abi {
  AMD64(040000, 169, 251), AARCH64(0200000, 142, 30), ARM(0200000, 88, 314), RISCV64(040000, 142,
      30), LOONGARCH64(040000, 142, 30);

  private final int direct;
  private final int reboot;
  private final int ioprioSet;

  Abi(int direct, int reboot, int ioprioSet) {
    this.direct = direct;
    this.reboot = reboot;
    this.ioprioSet = ioprioSet;
  }

  /** O_DIRECT, from the kernel's {@code fcntl.h} of the architecture. */
  int direct() {
    return direct;
  }

  /** The number of reboot(2), from the kernel's system call table of the architecture. */
  int reboot() {
    return reboot;
  }

  /** The number of ioprio_set(2), from the same tables. */
  int ioprioSet() {
    return ioprioSet;
  }

  /** The number of ioprio_get(2): the next one, in every table. */
  int ioprioGet() {
    return ioprioSet + 1;
  }

  /** The architecture of the running Java. */
  static Abi running() throws BootException {
    String name = System.getProperty("os.arch", "");
    for (Abi abi : values()) {
      if (abi.name().equalsIgnoreCase(name)) {
        return abi;
      }
    }
    throw new BootException(
        "the architecture " + name + " is not one of amd64, aarch64, arm, riscv64, loongarch64",
        "look up O_DIRECT and the numbers of reboot(2) and ioprio_set(2) in its kernel headers and add them to Abi");
  }
}
