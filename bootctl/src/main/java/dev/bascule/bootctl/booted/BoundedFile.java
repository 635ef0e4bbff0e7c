package dev.bascule.bootctl.booted;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of the kernel's, as text, no more of it than makes sense; one that is absent is empty. */
final class BoundedFile {
  private BoundedFile() {}

  static String read(Path file, int limit) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(limit), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
