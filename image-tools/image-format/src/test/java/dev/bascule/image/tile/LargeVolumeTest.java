package dev.bascule.image.tile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes and places around 2 GiB and 4 GiB, where an int's sign and its width end. */
class LargeVolumeTest {

  private static final int TILE = 256 << 10;

  @ParameterizedTest
  @ValueSource(longs = {(2L << 30) - 4096, 2L << 30, (2L << 30) + 4096, (4L << 30) - 4096, 4L << 30,
      (4L << 30) + 4096, (5L << 30) + 4096})
  void fixesEveryTileOfALargeVolume(long size) throws FormatException {
    TileLayout layout = new TileLayout(size, TILE);
    byte[] digests = new byte[layout.count() * Sha256.LENGTH];
    digests[digests.length - 1] = 7;

    TileTable table = TileTable.decode(TileTable.of(layout, digests).encode());

    assertThat(table.layout()).isEqualTo(layout);
    int last = layout.count() - 1;
    assertThat(table.digest(last).bytes()[31]).isEqualTo((byte) 7);
    assertThat(layout.offset(last)).isEqualTo((size - 1) / TILE * TILE);
    assertThat(layout.offset(last) + layout.length(last)).isEqualTo(size);
  }

  /** Every tile but the last is a frame of a whole tile's length, and the last one comes from the far ends. */
  @ParameterizedTest
  @ValueSource(longs = {2L << 30, (4L << 30) - TILE, 4L << 30, 5L << 30})
  void readsAPayloadWhoseDataAndSourcesLieBeyond(long size) throws FormatException {
    TileLayout layout = new TileLayout(size, TILE);
    int last = layout.count() - 1;
    long endOfBase = size / Extent.BLOCK;
    Operation far = new Operation.Copy(new Sources(List.of(
        new Extent(Extent.Space.OLD, endOfBase - 32, 32),
        new Extent(Extent.Space.NEW, (long) last * (TILE / Extent.BLOCK) - 31, 31),
        new Extent(Extent.Space.OLD, 0, 1))));
    List<Operation> operations =
        new ArrayList<>(Collections.nCopies(last, new Operation.Full(TILE)));
    operations.add(far);
    OperationTable written = OperationTable.of(layout, operations);

    ByteBuffer in = ByteBuffer.wrap(written.encode());
    OperationTable.decodeHeader(in, layout);
    OperationTable read = OperationTable.decode(in, layout, size, written.payloadLength());

    assertThat(read.operation(last)).isEqualTo(far);
    assertThat(read.dataOffset(last) - read.dataOffset(0)).isEqualTo(size - TILE);
    assertThat(read.payloadLength()).isEqualTo(written.encode().length + size - TILE);
  }

  @ParameterizedTest
  @ValueSource(longs = {(2L << 30) - 1, 2L << 30, (2L << 30) + 1, (4L << 30) - 1, 4L << 30,
      (4L << 30) + 1})
  void findsTheSegmentOfAByteBeyond(long length) {
    int size = Segments.DEFAULT_SIZE;
    int count = (int) ((length + size - 1) / size);
    Segments segments =
        new Segments(length, size, Collections.nCopies(count, Sha256.digest(new byte[0])));

    assertThat(segments.at(length - 1)).isEqualTo(count - 1);
    assertThat(segments.offset(count - 1) + segments.length(count - 1)).isEqualTo(length);
  }
}
