package dev.bascule.lab.process;

import java.io.IOException;

/** A program that the laboratory needs is not installed. */
public final class MissingToolException extends IOException {
  private static final long serialVersionUID = 1L;

  MissingToolException(Tool tool) {
    super(
        "no program %s in PATH, /usr/sbin or /sbin: install Debian's package %s (apt-get install %s)"
            .formatted(tool.name(), tool.debianPackage(), tool.debianPackage()));
  }
}
