package dev.bascule.publisher.delta;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictContentType;
import com.github.luben.zstd.ZstdDictDecompress;
import dev.bascule.image.difference.FrameEncoder;
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

/** Tiles whose zstd frame continues blocks of the former release. Their limit is zstd with all of these blocks at hand. */
@OperationsPerInvocation(Libraries.MEBIBYTES)
public class PrefixTile extends Kernel {

  private final FormerBlocks former = new FormerBlocks(Libraries.former());
  private final List<byte[]> frames = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final List<ZstdDictDecompress> before = new ArrayList<>();
  private final TileCodec codec = new TileCodec(former, new Repacking(former));
  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private final byte[] tile = new byte[Libraries.TILE];

  @Setup
  public void encode() throws IOException {
    try (FrameEncoder encoder = new FrameEncoder(LEVEL)) {
      for (ChangedTile changed : ChangedTile.all(former.volume())) {
        byte[] source = ChangedTile.gather(former.volume(), changed.source());
        byte[] frame = encoder.encodeAfter(source, changed.tile());
        frames.add(frame);
        operations.add(new Operation.Prefix(changed.source(), frame.length));
        before.add(new ZstdDictDecompress(
            ChangedTile.direct(source), true, ZstdDictContentType.RAW_CONTENT));
      }
    }
  }

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
    for (int i = 0; i < frames.size(); i++) {
      byte[] frame = frames.get(i);
      zstd.loadDict(before.get(i));
      hole.consume(zstd.decompressByteArray(tile, 0, tile.length, frame, 0, frame.length));
    }
  }
}
