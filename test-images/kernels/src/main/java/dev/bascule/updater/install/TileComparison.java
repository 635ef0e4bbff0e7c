package dev.bascule.updater.install;

import dev.bascule.image.Sha256;
import dev.bascule.image.difference.FrameEncoder;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.Repacking;
import dev.bascule.image.tile.SourceReader;
import dev.bascule.image.tile.TileCodec;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.tile.TileTable;
import dev.bascule.kernels.Kernel;
import dev.bascule.kernels.Libraries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Writing of tiles that the slot holds already: they are read, compared and left alone. Their limit is a copy, for the read, and a comparison. */
@OperationsPerInvocation(Libraries.MEBIBYTES)
public class TileComparison extends Kernel {

  private final byte[] latter = Libraries.latter();
  private final List<byte[]> tiles = Libraries.tiles(latter);
  private final HeldVolume slot = new HeldVolume(latter);
  private final List<TileWorker> workers = new ArrayList<>();
  private final byte[] medium = new byte[Libraries.TILE];

  @Setup
  public void make() throws IOException {
    ByteBuffer digests = ByteBuffer.allocate(tiles.size() * Sha256.LENGTH);
    tiles.forEach(tile -> Sha256.digest(tile).write(digests));
    TileTable table =
        TileTable.of(new TileLayout(latter.length, Libraries.TILE), digests.array());
    Comparison comparison = new Comparison(true);
    try (FrameEncoder encoder = new FrameEncoder(1)) {
      for (int i = 0; i < tiles.size(); i++) {
        byte[] frame = encoder.encode(tiles.get(i));
        TileWorker worker = new TileWorker(table, comparison,
            new TileCodec(SourceReader.none(), new Repacking(SourceReader.none())));
        worker.make(i, new Operation.Full(frame.length), frame);
        workers.add(worker);
      }
    }
  }

  @Benchmark
  public long kernel() throws IOException {
    long written = 0;
    for (int i = 0; i < workers.size(); i++) {
      written += workers.get(i).writeMade(slot, i);
    }
    return written;
  }

  @Benchmark
  public void limitCopyAndMismatch(Blackhole hole) {
    for (int i = 0; i < tiles.size(); i++) {
      System.arraycopy(latter, i * medium.length, medium, 0, medium.length);
      hole.consume(Arrays.mismatch(medium, tiles.get(i)));
    }
  }
}
