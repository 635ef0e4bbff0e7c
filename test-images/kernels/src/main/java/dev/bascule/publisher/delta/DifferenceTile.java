package dev.bascule.publisher.delta;

import dev.bascule.image.difference.DifferenceEncoder;
import dev.bascule.image.difference.FrameDecoder;
import dev.bascule.image.difference.StoredColumns;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.Repacking;
import dev.bascule.image.tile.TileCodec;
import dev.bascule.kernels.Kernel;
import dev.bascule.kernels.Libraries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Tiles that are made by a difference. Its limits are to copy the tiles, and to unpack the columns and copy the tiles. */
@OperationsPerInvocation(Libraries.MEBIBYTES)
public class DifferenceTile extends Kernel {

  private final FormerBlocks former = new FormerBlocks(Libraries.former());
  private final List<byte[]> differences = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final List<StoredColumns> columns = new ArrayList<>();
  private final TileCodec codec = new TileCodec(former, new Repacking(former));
  private final FrameDecoder frames = new FrameDecoder();
  private final byte[] tile = new byte[Libraries.TILE];

  @Setup
  public void encode() throws IOException {
    try (DifferenceEncoder encoder = new DifferenceEncoder(LEVEL)) {
      for (ChangedTile changed : ChangedTile.all(former.volume())) {
        byte[] data = encoder.encode(changed.usedSource(former.volume()), changed.offset(),
            changed.tile(), changed.alignment()).orElseThrow();
        differences.add(data);
        operations.add(new Operation.Difference(changed.used(), data.length));
        columns.add(new StoredColumns(data,
            ChangedTile.direct(ChangedTile.gather(former.volume(), changed.used()))));
      }
    }
  }

  @Benchmark
  public void kernel(Blackhole hole) throws IOException {
    for (int i = 0; i < differences.size(); i++) {
      codec.decode(operations.get(i), (long) i * tile.length, differences.get(i), tile,
          tile.length);
      hole.consume(tile);
    }
  }

  @Benchmark
  public void limitCopy(Blackhole hole) {
    for (int i = 0; i < differences.size(); i++) {
      copy(i, hole);
    }
  }

  @Benchmark
  public void limitZstdOfColumnsAndCopy(Blackhole hole) throws IOException {
    for (int i = 0; i < differences.size(); i++) {
      columns.get(i).unpack(frames);
      copy(i, hole);
    }
  }

  private void copy(int index, Blackhole hole) {
    System.arraycopy(former.volume(), index * tile.length, tile, 0, tile.length);
    hole.consume(tile);
  }
}
