package dev.bascule.lab.machine;

import dev.bascule.lab.process.Tool;
import java.util.List;

/** The processors that guests have. */
public enum Architecture {
  /** 64-bit PCs, which the host is too: our commands run in the guest. */
  AMD64("qemu-system-x86_64", "qemu-system-x86"),
  /** 64-bit ARM, always translated. */
  ARM64("qemu-system-aarch64", "qemu-system-arm");

  private final String qemu;
  private final String debianPackage;

  Architecture(String qemu, String debianPackage) {
    this.qemu = qemu;
    this.debianPackage = debianPackage;
  }

  /** Whether guests have our commands; in others those work on the disk from outside. */
  public boolean runsCommands() {
    return this == AMD64;
  }

  /** QEMU for it. */
  public Tool qemu() {
    return new Tool(qemu, debianPackage);
  }

  /** What QEMU is told for the second serial port. */
  List<String> shellPort() {
    return switch (this) {
      case AMD64 -> List.of("-serial", "chardev:shell");
      case ARM64 -> List.of("-device", "pci-serial,chardev=shell");
    };
  }

  /** What QEMU is told of the processor. */
  List<String> processor(Accelerator accelerator) {
    return switch (this) {
      case AMD64 -> accelerator.arguments();
      case ARM64 -> List.of("-accel", "tcg", "-cpu", "cortex-a57");
    };
  }
}
