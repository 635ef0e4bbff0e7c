package dev.bascule.lab.system;

import dev.bascule.lab.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The guest's own scripts, kept beside this class. */
enum Script {
  /** The first process of the initramfs. */
  INITRAMFS("initramfs.sh"),
  /** The first and only process of a system that changes a file system and ends. */
  RECORD("record.sh"),
  /** The first process of an initramfs that opens a root with dm-verity. */
  VERITY("verity.sh"),
  /** The first process of a slot. */
  INIT("init.sh"),
  /** A shell for the laboratory. */
  SERVE("serve.sh"),
  /** Does what is wrong with a release of the full system. */
  FAULT("fault.sh"),
  /** Ends the system in order and starts the machine anew. */
  RESTART("restart.sh"),
  /** Starts one of our commands. */
  LAUNCH("launch.sh");

  private final String file;

  Script(String file) {
    this.file = file;
  }

  /** What it says. */
  String text() throws IOException {
    return new Resource(Script.class, file).read();
  }

  /** Writes it as a program. */
  void write(Path place) throws IOException {
    write(place, text());
  }

  /** Writes a script as a program. */
  static void write(Path place, String text) throws IOException {
    Files.createDirectories(place.getParent());
    Files.writeString(place, text, StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
