package dev.bascule.bootctl;

import java.nio.file.Path;

/**
 * Where facts about the running machine are read. A rescue shell, an initramfs or a bench gives
 * other directories than the running system's own.
 *
 * @param proc {@code /proc}: the kernel command line, the boot id, the mounts
 * @param sys {@code /sys}: block devices and what is under them, EFI variables
 * @param dev {@code /dev}: device nodes
 */
public record Host(Path proc, Path sys, Path dev) {

  /** The machine that this program runs on. */
  public static Host running() {
    return new Host(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));
  }
}
