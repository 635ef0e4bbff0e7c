package dev.bascule.updater.device;

import dev.bascule.updater.UpdaterException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The kernel's number of this boot: {@code /proc/sys/kernel/random/boot_id}. */
final class BootId {

  private static final int LENGTH = 36;

  private BootId() {}

  /** Reads it below a directory that stands for {@code /proc}. */
  static String read(Path proc) throws UpdaterException {
    Path file = proc.resolve("sys/kernel/random/boot_id");
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LENGTH), StandardCharsets.US_ASCII);
      return UUID.fromString(text).toString();
    } catch (IOException | IllegalArgumentException e) {
      throw new UpdaterException(file + ": expected the kernel's id of this boot, found none",
          "mount /proc, or name the right directory in [host] proc", e);
    }
  }
}
