package dev.bascule.publisher.delta;

import dev.bascule.kernels.Kernel;
import dev.bascule.kernels.Libraries;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** A kernel that looks for what two volumes have in common. Its limit is one pass over the bytes with the hash that marks anchors. */
@OperationsPerInvocation(Libraries.MEBIBYTES)
public abstract class AnchorKernel extends Kernel {

  /** One anchor in 32, as in volumes of up to 256 MiB. */
  private static final int SAMPLING_BITS = 5;

  final List<byte[]> tiles = Libraries.tiles(Libraries.latter());

  @Benchmark
  public int limitRollingHash() {
    int anchors = 0;
    long hash = 0;
    for (byte[] tile : tiles) {
      for (byte next : tile) {
        hash = RollingHash.step(hash, next);
        if (RollingHash.isAnchor(hash, SAMPLING_BITS)) {
          anchors++;
        }
      }
    }
    return anchors;
  }
}
