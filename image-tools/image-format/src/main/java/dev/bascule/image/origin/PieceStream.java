package dev.bascule.image.origin;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is read in pieces: one byte is a short one, so that what extends it has one way to read. */
public abstract class PieceStream extends InputStream {

  @Override
  public abstract int read(byte[] target, int offset, int length) throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }
}
