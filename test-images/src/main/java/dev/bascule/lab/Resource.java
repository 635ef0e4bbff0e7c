package dev.bascule.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A text that is kept beside a class.
 *
 * @param owner the class
 * @param file the text's name in the class's package
 */
public record Resource(Class<?> owner, String file) {

  /** Reads it. */
  public String read() throws IOException {
    try (InputStream stream = owner.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IOException(file + " is missing from the program");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
