package dev.bascule.lab.machine;

import dev.bascule.lab.process.Tool;
import java.util.List;

/** The processors that guests have. */
public enum Architecture {
  /** 64-bit PCs, which the host is too: our commands run in the guest. */
  AMD64(new Tool("qemu-system-x86_64", "qemu-system-x86"), List.of("-serial", "chardev:shell"),
      "ttyS0", "ttyS1"),
  /** 64-bit ARM, always translated. */
  ARM64(new Tool("qemu-system-aarch64", "qemu-system-arm"),
      List.of("-device", "pci-serial,chardev=shell"), "ttyAMA0", "ttyS0");

  private final Tool qemu;
  private final List<String> shellPort;
  private final String console;
  private final String shell;

  Architecture(Tool qemu, List<String> shellPort, String console, String shell) {
    this.qemu = qemu;
    this.shellPort = shellPort;
    this.console = console;
    this.shell = shell;
  }

  /** QEMU for it. */
  public Tool qemu() {
    return qemu;
  }

  /** Linux's name for the serial port that is for people. */
  public String console() {
    return console;
  }

  /** Linux's name for the serial port that is for commands. */
  public String shell() {
    return shell;
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
