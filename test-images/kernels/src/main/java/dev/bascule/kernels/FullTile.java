package dev.bascule.kernels;

import com.github.luben.zstd.ZstdDecompressCtx;
import dev.bascule.image.difference.FrameEncoder;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.Repacking;
import dev.bascule.image.tile.SourceReader;
import dev.bascule.image.tile.TileCodec;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/** Tiles of a full payload, each a zstd frame. */
@OperationsPerInvocation(Libraries.MEBIBYTES)
public class FullTile extends Kernel {

  private final List<byte[]> frames = frames();
  private final List<Operation> operations =
      frames.stream().<Operation>map(frame -> new Operation.Full(frame.length)).toList();
  private final TileCodec codec =
      new TileCodec(SourceReader.none(), new Repacking(SourceReader.none()));
  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private final byte[] tile = new byte[Libraries.TILE];

  @Benchmark
  public void kernel(Blackhole hole) throws IOException {
    for (int i = 0; i < frames.size(); i++) {
      codec.decode(
          operations.get(i), (long) i * tile.length, frames.get(i), tile, tile.length);
      hole.consume(tile);
    }
  }

  @Benchmark
  public void limitZstd(Blackhole hole) {
    for (byte[] frame : frames) {
      hole.consume(zstd.decompressByteArray(tile, 0, tile.length, frame, 0, frame.length));
    }
  }

  private static List<byte[]> frames() {
    try (FrameEncoder encoder = new FrameEncoder(LEVEL)) {
      return Libraries.tiles(Libraries.latter()).stream().map(encoder::encode).toList();
    }
  }
}
