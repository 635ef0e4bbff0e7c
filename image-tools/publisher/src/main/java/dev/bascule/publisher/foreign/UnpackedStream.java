package dev.bascule.publisher.foreign;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a library unpacks: whatever it throws for what it cannot read names the stream. */
class UnpackedStream extends FilterInputStream {

  private final String what;

  UnpackedStream(String what, InputStream in) {
    super(in);
    this.what = what;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
