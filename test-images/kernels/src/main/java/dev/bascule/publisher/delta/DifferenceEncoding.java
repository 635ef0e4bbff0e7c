package dev.bascule.publisher.delta;

import dev.bascule.image.difference.DifferenceEncoder;
import dev.bascule.image.difference.DifferenceSource;
import dev.bascule.image.difference.FrameDecoder;
import dev.bascule.image.difference.FrameEncoder;
import dev.bascule.image.difference.StoredColumns;
import dev.bascule.kernels.Kernel;
import dev.bascule.kernels.Libraries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** A difference written in both of its kinds, of which the smaller stays. Its limit is to compress the columns of that one. */
@OperationsPerInvocation(Libraries.MEBIBYTES)
@SuppressWarnings("NullAway.Init") // set before the first pass
public class DifferenceEncoding extends Kernel {

  private final DifferenceEncoder encoder = new DifferenceEncoder(LEVEL);
  private final FrameEncoder frames = new FrameEncoder(LEVEL);
  private final List<DifferenceSource> sources = new ArrayList<>();
  private final List<byte[]> columns = new ArrayList<>();
  private List<ChangedTile> changed;

  @Setup
  public void prepare() throws IOException {
    byte[] former = Libraries.former();
    changed = ChangedTile.all(former);
    try (FrameDecoder decoder = new FrameDecoder()) {
      for (ChangedTile tile : changed) {
        byte[] bytes = ChangedTile.gather(former, tile.used());
        // On the heap, as the publisher has it.
        sources.add(new DifferenceSource(ByteBuffer.wrap(bytes), tile.used().blocks()));
        byte[] data = encode(sources.size() - 1);
        StoredColumns stored = new StoredColumns(data, ChangedTile.direct(bytes));
        stored.unpack(decoder);
        columns.addAll(stored.content());
      }
    }
  }

  @Benchmark
  public void kernel(Blackhole hole) {
    for (int i = 0; i < sources.size(); i++) {
      hole.consume(encode(i));
    }
  }

  @Benchmark
  public void limitZstdOfColumns(Blackhole hole) {
    for (byte[] column : columns) {
      hole.consume(frames.encodeIfShorter(column));
    }
  }

  private byte[] encode(int index) {
    ChangedTile tile = changed.get(index);
    return encoder.encode(sources.get(index), tile.offset(), tile.tile(), tile.alignment())
        .orElseThrow();
  }
}
