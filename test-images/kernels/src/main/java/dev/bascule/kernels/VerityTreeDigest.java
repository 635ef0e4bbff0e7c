package dev.bascule.kernels;

import dev.bascule.image.Sha256;
import dev.bascule.image.verity.VerityParameters;
import dev.bascule.image.verity.VerityTree;
import java.io.IOException;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;

/** The hash tree of a volume: its leaves and the levels above, which nobody takes. */
public class VerityTreeDigest extends DigestKernel {

  private static final int BLOCKS = Libraries.TILE / VerityParameters.BLOCK_SIZE;

  private final VerityParameters parameters =
      new VerityParameters("5a".repeat(32), new UUID(0, 1), (long) BLOCKS * tiles.size());
  private final byte[] salt = parameters.saltBytes();
  private final byte[] leaves = new byte[BLOCKS * Sha256.LENGTH];

  @Benchmark
  public Sha256 kernel() throws IOException {
    VerityTree tree = new VerityTree(parameters, VerityTree.Sink.none());
    for (byte[] tile : tiles) {
      VerityTree.leafDigests(digest, salt, tile, tile.length, leaves);
      tree.add(leaves, BLOCKS);
    }
    return tree.finish();
  }
}
