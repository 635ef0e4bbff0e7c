package dev.bascule.publisher.delta;

import dev.bascule.kernels.Libraries;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** What of a tile stands in the former release. */
@SuppressWarnings("NullAway.Init") // set before the first pass
public class MatchFinding extends AnchorKernel {

  private MatchFinder finder;

  @Setup
  public void index() throws IOException {
    try (RawVolume old = ScratchVolume.of(Libraries.former())) {
      finder = new MatchFinder(AnchorIndex.of(old, read -> {}), null);
    }
  }

  @Benchmark
  public void kernel(Blackhole hole) {
    for (int i = 0; i < tiles.size(); i++) {
      hole.consume(finder.find(tiles.get(i), (long) i * Libraries.TILE));
    }
  }
}
