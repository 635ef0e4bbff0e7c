package dev.bascule.kernels;

import dev.bascule.image.tile.BlockIndex;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** What a device hashes to find blocks that it has: 4 KiB at a time. */
public class BlockIndexDigest extends DigestKernel {

  @Benchmark
  public void kernel(Blackhole hole) {
    for (byte[] tile : tiles) {
      hole.consume(BlockIndex.hashes(digest, tile, tile.length));
    }
  }
}
