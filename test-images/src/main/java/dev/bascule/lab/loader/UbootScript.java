package dev.bascule.lab.loader;

import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A script as U-Boot's {@code source} reads it.
 *
 * @param text what mkimage is given
 */
record UbootScript(String text) {

  /**
   * Writes it.
   *
   * @param architecture as mkimage calls it: {@code arm64}, {@code x86_64}
   */
  void compile(Path file, String architecture) throws IOException {
    Path source = Files.createTempFile("boot", ".txt");
    try {
      Files.writeString(source, text, StandardCharsets.UTF_8);
      new Tool("mkimage", "u-boot-tools")
          .command("-A", architecture, "-T", "script", "-C", "none", "-n", "lab", "-d",
              source.toString(), file.toString())
          .run();
    } finally {
      Files.delete(source);
    }
  }
}
