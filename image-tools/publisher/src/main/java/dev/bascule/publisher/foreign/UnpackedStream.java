package dev.bascule.publisher.foreign;

import dev.bascule.image.origin.PieceFilter;
import java.io.IOException;
import java.io.InputStream;

/** What a library unpacks: whatever it throws for what it cannot read names the stream. */
class UnpackedStream extends PieceFilter {

  private final String what;

  UnpackedStream(String what, InputStream in) {
    super(in);
    this.what = what;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (ForeignException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ForeignException(what + ": cannot be unpacked, it is damaged: " + e.getMessage(),
          e);
    }
  }
}
