package dev.bascule.lab.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's cache of files' content, brought to the same state before every measurement. */
final class PageCache {

  private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");

  private PageCache() {}

  /** Forgets everything clean. Needs root; without, measurements just vary more. */
  static void drop() throws IOException {
    if (Files.isWritable(DROP)) {
      Files.writeString(DROP, "3");
    }
  }

  /** Reads a file, so that no measurement depends on how fast the machine's own disk delivers it. */
  static void warm(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
