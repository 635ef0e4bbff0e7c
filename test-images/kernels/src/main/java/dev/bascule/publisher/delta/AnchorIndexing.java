package dev.bascule.publisher.delta;

import dev.bascule.kernels.Libraries;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Where a volume's anchors are. */
@SuppressWarnings("NullAway.Init") // set before the first pass
public class AnchorIndexing extends AnchorKernel {

  private RawVolume volume;

  @Setup
  public void write() throws IOException {
    volume = ScratchVolume.of(Libraries.latter());
  }

  @Benchmark
  public Object kernel() throws IOException {
    return AnchorIndex.of(volume, read -> {});
  }
}
