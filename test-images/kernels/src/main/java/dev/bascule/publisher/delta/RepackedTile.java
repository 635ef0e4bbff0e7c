package dev.bascule.publisher.delta;

import dev.bascule.image.difference.ColumnReader;
import dev.bascule.image.difference.DifferenceEncoder;
import dev.bascule.image.difference.FrameEncoder;
import dev.bascule.image.lz4.RepackDecoder;
import dev.bascule.image.lz4.TextPacker;
import dev.bascule.image.lz4.Unpacker;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Repacking;
import dev.bascule.image.tile.TileCodec;
import dev.bascule.kernels.Kernel;
import dev.bascule.kernels.Libraries;
import dev.bascule.publisher.payload.EncodedTile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Four tiles of a text that LZ4 packed, packed again. Their limit is to unpack what they are made from. */
@OperationsPerInvocation(1)
@SuppressWarnings("NullAway.Init") // set before the first pass
public class RepackedTile extends Kernel {

  /** Tiles of one MiB; the first tile of the volume begins with something else. */
  private static final int FIRST = 1;
  private static final int COUNT = (1 << 20) / Libraries.TILE;

  /** Where the packed text begins: in the midst of a block. */
  private static final int BEGIN = 4 * Extent.BLOCK + 1000;
  private static final int MARK = 0x184c2102;

  private final List<EncodedTile> encoded = new ArrayList<>();
  private final byte[] tile = new byte[Libraries.TILE];
  private final ByteBuffer room = ByteBuffer.allocateDirect(RepackDecoder.MAX_TEXT);
  private TileCodec codec;
  private Unpacker unpacker;

  @Setup
  public void encode() throws IOException {
    byte[] former = volume(Libraries.former());
    byte[] latter = volume(Libraries.latter());
    try (RawVolume old = ScratchVolume.of(former);
        RawVolume volume = ScratchVolume.of(latter);
        DifferenceEncoder differences = new DifferenceEncoder(LEVEL);
        FrameEncoder frames = new FrameEncoder(LEVEL);
        TextPair pair = texts(old, volume)) {
      Repacker repacker =
          pair.repacker(volume, ChangedTile.aligner(), differences, frames);
      for (int i = FIRST; i < Math.min(FIRST + COUNT, volume.layout().count()); i++) {
        encoded.add(repacker.encode(i, volume.readTile(i)).orElseThrow());
      }
    }
    FormerBlocks blocks = new FormerBlocks(former);
    codec = new TileCodec(blocks, new Repacking(blocks));
    unpacker = new Unpacker(
        (offset, target) -> target.put(former, (int) offset, target.remaining()));
  }

  @Benchmark
  public void kernel(Blackhole hole) throws IOException {
    for (int i = 0; i < encoded.size(); i++) {
      EncodedTile made = encoded.get(i);
      codec.decode(made.operation(), (long) (FIRST + i) * tile.length, made.data(), tile,
          tile.length);
      hole.consume(tile);
    }
  }

  @Benchmark
  public void limitUnpacking(Blackhole hole) throws IOException {
    for (EncodedTile made : encoded) {
      ColumnReader head = new ColumnReader("head");
      System.arraycopy(made.data(), 0, head.begin(made.data().length), 0, made.data().length);
      for (Extent extent : made.operation().extents()) {
        long packed = extent.offset() + head.takeNumber();
        int from = head.takeNumber() * Extent.BLOCK;
        room.clear().limit(head.takeNumber() * Extent.BLOCK);
        head.takeNumber();
        unpacker.unpack(packed, extent.offset() + extent.length(), from, room);
        hole.consume(room);
      }
    }
  }

  private static TextPair texts(RawVolume old, RawVolume volume) throws IOException {
    TextPair pair = TextPair.find(old, volume, ScratchVolume.directory());
    if (pair == null) {
      throw new IllegalStateException("no packed text was found in a volume of one");
    }
    return pair;
  }

  /** Whole tiles with a packed text in them. */
  private static byte[] volume(byte[] text) throws IOException {
    byte[] packed = TextPacker.pack(text);
    int length = BEGIN + 2 * Integer.BYTES + packed.length;
    return ByteBuffer.allocate(Math.ceilDiv(length, Libraries.TILE) * Libraries.TILE)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(BEGIN)
        .putInt(MARK)
        .putInt(packed.length)
        .put(packed)
        .array();
  }
}
