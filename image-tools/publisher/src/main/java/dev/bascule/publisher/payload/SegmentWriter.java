package dev.bascule.publisher.payload;

import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.BaseVolume;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.tile.Segments;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a payload's file and takes the digests of its segments and of the whole on the way. */
final class SegmentWriter extends FilterOutputStream {

  private final int segmentSize;
  private final MessageDigest whole = Sha256.newDigest();
  private final MessageDigest segment = Sha256.newDigest();
  private final List<Sha256> digests = new ArrayList<>();
  private long length;

  SegmentWriter(OutputStream out, int segmentSize) {
    super(out);
    this.segmentSize = segmentSize;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[]{(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    out.write(bytes, offset, count);
    whole.update(bytes, offset, count);
    for (int done = 0; done < count;) {
      int room = segmentSize - (int) (length % segmentSize);
      int run = Math.min(room, count - done);
      segment.update(bytes, offset + done, run);
      length += run;
      done += run;
      if (run == room) {
        digests.add(Sha256.of(segment.digest()));
      }
    }
  }

  /** The payload that was written. Call it once, after the last byte. */
  Payload finish(String kind, @Nullable BaseVolume base, String name) throws IOException {
    flush();
    if (length % segmentSize != 0) {
      digests.add(Sha256.of(segment.digest()));
    }
    return new Payload(kind, base, new ImageFile(name, length, Sha256.of(whole.digest())),
        new Segments(length, segmentSize, digests));
  }
}
