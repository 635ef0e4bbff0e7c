package dev.bascule.image.origin;

import java.io.IOException;
import java.io.InputStream;

/** A stream over another one, which all that is read, skipped bytes too, goes through in pieces. */
public abstract class PieceFilter extends PieceStream {

  /** The other one. */
  protected final InputStream in;

  /** Reads from a stream. */
  protected PieceFilter(InputStream in) {
    this.in = in;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
