package dev.bascule.publisher.delta;

import dev.bascule.kernels.Libraries;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** For each byte of a tile the one that it is best made from. */
@SuppressWarnings("NullAway.Init") // set before the first pass
public class TileAlignment extends AnchorKernel {

  private final Alignment alignment = ChangedTile.aligner();
  private List<byte[]> sources;

  @Setup
  public void choose() throws IOException {
    byte[] former = Libraries.former();
    sources = ChangedTile.all(former)
        .stream()
        .map(changed -> ChangedTile.gather(former, changed.source()))
        .toList();
  }

  @Benchmark
  public void kernel(Blackhole hole) {
    for (int i = 0; i < tiles.size(); i++) {
      byte[] source = sources.get(i);
      hole.consume(alignment.of(source, source.length, tiles.get(i)));
    }
  }
}
