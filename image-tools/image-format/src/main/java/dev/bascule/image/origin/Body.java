package dev.bascule.image.origin;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * An open file of an origin.
 *
 * @param start the position in the file of the stream's first byte: what was asked for, or 0
 */
public record Body(InputStream stream, long start) implements Closeable {

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
