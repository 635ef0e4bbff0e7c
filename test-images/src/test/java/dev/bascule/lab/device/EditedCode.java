package dev.bascule.lab.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Machine code, of the Java virtual machine's library, and what a small change makes of it. */
final class EditedCode {

  private static final int CHANGE = 5;

  private EditedCode() {}

  static byte[] library() throws IOException {
    return Files.readAllBytes(
        Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so"));
  }

  /** Code with some bytes put in and some changed, so that what follows stands elsewhere. */
  static byte[] of(byte[] content, int edits, Random random) {
    byte[] edited = content.clone();
    byte[] change = new byte[CHANGE];
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(edited.length - 2 * change.length);
      if (i % 2 == 0) {
        System.arraycopy(edited, at, edited, at + change.length,
            edited.length - change.length - at);
      }
      random.nextBytes(change);
      System.arraycopy(change, 0, edited, at, change.length);
    }
    return edited;
  }
}
