package dev.bascule.kernels;

import dev.bascule.image.Sha256;
import java.security.MessageDigest;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/** A kernel that hashes. Its limit is the platform's SHA-256 of whole tiles, and that of OpenSSL, which {@code lab} measures. */
@OperationsPerInvocation(Libraries.MEBIBYTES)
public abstract class DigestKernel extends Kernel {

  final List<byte[]> tiles = Libraries.tiles(Libraries.latter());
  final MessageDigest digest = Sha256.newDigest();

  @Benchmark
  public void limitMessageDigest(Blackhole hole) {
    for (byte[] tile : tiles) {
      digest.update(tile);
      hole.consume(digest.digest());
    }
  }
}
