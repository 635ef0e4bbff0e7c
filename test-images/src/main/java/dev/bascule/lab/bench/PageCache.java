package dev.bascule.lab.bench;

import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's cache of files' content, brought to the same state before every measurement. */
final class PageCache {

  private PageCache() {}

  /** Forgets what is cached of a device or file that has been synced (dd's own idiom for it). */
  static void forget(Path file) throws IOException {
    new Tool("dd", "coreutils").command("if=" + file, "iflag=nocache", "count=0", "status=none")
        .run();
  }

  /** Reads a file, so that no measurement depends on how fast the machine's own disk delivers it. */
  static void warm(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
