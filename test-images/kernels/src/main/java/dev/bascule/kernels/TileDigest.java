package dev.bascule.kernels;

import dev.bascule.image.Sha256;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** The SHA-256 of tiles. */
public class TileDigest extends DigestKernel {

  @Benchmark
  public void kernel(Blackhole hole) {
    for (byte[] tile : tiles) {
      hole.consume(Sha256.digest(tile));
    }
  }
}
