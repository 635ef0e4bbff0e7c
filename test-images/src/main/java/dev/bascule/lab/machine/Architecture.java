package dev.bascule.lab.machine;

import dev.bascule.lab.process.Tool;
import java.util.List;

/** The processors that guests have. */
@SuppressWarnings("ImmutableEnumChecker") // both are lists of words that nobody changes
public enum Architecture {
  /** 64-bit PCs, which the host is too: our commands run in the guest. */
  AMD64(new Tool("qemu-system-x86_64", "qemu-system-x86"), List.of("-serial", "chardev:shell")),
  /** 64-bit ARM, always translated. */
  ARM64(new Tool("qemu-system-aarch64", "qemu-system-arm"),
      List.of("-device", "pci-serial,chardev=shell"));

  private final Tool qemu;
  private final List<String> shellPort;

  Architecture(Tool qemu, List<String> shellPort) {
    this.qemu = qemu;
    this.shellPort = shellPort;
  }

  /** QEMU for it. */
  public Tool qemu() {
    return qemu;
  }

  /** What QEMU is told for the second serial port. */
  List<String> shellPort() {
    return shellPort;
  }

  /** What QEMU is told of the processor. */
  List<String> processor(Accelerator accelerator) {
    return switch (this) {
      case AMD64 -> accelerator.arguments();
      case ARM64 -> List.of("-accel", "tcg", "-cpu", "cortex-a57");
    };
  }
}
