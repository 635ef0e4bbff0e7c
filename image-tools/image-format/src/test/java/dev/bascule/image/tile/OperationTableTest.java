package dev.bascule.image.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationTableTest {

  private static final TileLayout LAYOUT = new TileLayout(3 * 65536 - 4096, 65536);
  private static final long BASE = 40 * 4096;

  @Test
  void hasTheGoldenBytes() throws FormatException {
    // Three tiles: zero, full with 300 bytes (ac 02), full with 1 byte; 6 bytes of operations.
    byte[] golden = HexFormat.of()
        .parseHex("424153435041594c" + "0001" + "0000" + "00010000"
            + "000000000002f000" + "00000006" + "00" + "02ac02" + "0201");
    List<Operation> operations = List.of(
        new Operation.Zero(), new Operation.Full(300), new Operation.Full(1));

    OperationTable table = OperationTable.of(LAYOUT, operations);

    assertThat(table.encode()).isEqualTo(golden);
    assertThat(table.dataOffset(1)).isEqualTo(34);
    assertThat(table.dataOffset(2)).isEqualTo(334);
    assertThat(table.payloadLength()).isEqualTo(335);
    OperationTable decoded = decode(golden, LAYOUT, 335);
    assertThat(decoded.operation(1)).isEqualTo(new Operation.Full(300));
  }

  @ParameterizedTest
  @CsvSource({
      "00 00,                 operations: expected 3", // too few
      "00 00 00 00,           bytes after the last operation", // too many
      "00 06 00,              operation code of tile 1",
      "00 00 ff,              operation code of tile 2",
      "00 01 00,              extents of tile 1", // no extent
      "00 01 41,              extents of tile 1", // 65 of them
      "00 01 01 00,           blocks of tile 1", // an empty one
      "00 01 01 8208,         blocks of tile 1", // 513 blocks
      "00 01 01 20 21,        source of tile 1", // one block before the base
      "00 01 01 20 12,        source of tile 1", // one block behind the base
      "00 01 01 21 01,        source of tile 1", // reaches into the tile itself
      "00 05 01 8220,         blocks of tile 1", // 2049 blocks of packed texts
      "00 05 01 03 01,        packed sources of tile 1", // of its own volume
      "00 01 01 1e 00,        copied bytes of tile 1", // a block too few
      "00 00 02,              not a variable-length integer", // length missing
      "00 00 02 80,           not a variable-length integer", // length cut
      "00 00 02 80 00,        not a variable-length integer", // padded
      "00 00 02 ffffffff7f,   not a variable-length integer", // over 31 bits
      "00 00 02 00,           data length of tile 2", // empty frame
      "00 00 02 ffff7f,       data length of tile 2", // longer than any frame of a tile
  })
  void refusesMalformedOperations(String operations, String message) {
    byte[] bytes = HexFormat.of().parseHex(operations.replace(" ", ""));

    assertThatThrownBy(() -> OperationTable.decode(ByteBuffer.wrap(bytes), LAYOUT, BASE, 1000))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesDataThatDoesNotFillThePayload() {
    byte[] bytes = HexFormat.of().parseHex("00000205");

    assertThatThrownBy(() -> OperationTable.decode(ByteBuffer.wrap(bytes), LAYOUT, BASE, 38))
        .hasMessage("payload length: expected 38, found 37");
  }

  @Test
  void refusesAPayloadForAnotherVolume() {
    byte[] head = OperationTable.of(LAYOUT,
        List.of(new Operation.Zero(), new Operation.Zero(), new Operation.Zero())).encode();

    assertThatThrownBy(() -> OperationTable.decodeHeader(
        ByteBuffer.wrap(head), new TileLayout(3 * 65536, 65536)))
        .hasMessageContaining("payload's volume");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void decodesWhatItEncodes(long seed) throws FormatException {
    Random random = new Random(seed);
    TileLayout layout = new TileLayout(1 + random.nextInt(1 << 24), 65536);
    List<Operation> operations = new ArrayList<>();
    for (int tile = 0; tile < layout.count(); tile++) {
      operations.add(random.nextInt(4) == 0
          ? new Operation.Zero()
          : operation(random, layout, tile));
    }
    OperationTable table = OperationTable.of(layout, operations);

    OperationTable decoded = decode(table.encode(), layout, table.payloadLength());

    for (int tile = 0; tile < layout.count(); tile++) {
      assertThat(decoded.operation(tile)).isEqualTo(operations.get(tile));
      assertThat(decoded.dataOffset(tile)).isEqualTo(table.dataOffset(tile));
    }
  }

  private static Operation operation(Random random, TileLayout layout, int tile) {
    int length = 1 + random.nextInt(TileCodec.maxFrameLength(65536));
    List<Extent> extents = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      boolean old = tile == 0 || random.nextBoolean();
      int blocks = 1 + random.nextInt(16);
      long limit = old ? BASE / 4096 : layout.offset(tile) / 4096;
      extents.add(new Extent(
          old ? Extent.Space.OLD : Extent.Space.NEW, random.nextLong(limit - blocks + 1), blocks));
    }
    Sources sources = new Sources(extents);
    return switch (random.nextInt(3)) {
      case 0 -> new Operation.Full(length);
      case 1 -> new Operation.Prefix(sources, length);
      default -> new Operation.Difference(sources, length);
    };
  }

  @FuzzTest
  void refusesOrDecodesAnything(byte[] operations) {
    long length = 28L + operations.length;
    try {
      OperationTable table =
          OperationTable.decode(ByteBuffer.wrap(operations), LAYOUT, BASE, length);
      assertThat(table.payloadLength()).isEqualTo(length);
    } catch (FormatException e) {
      assertThat(e).hasMessageContaining(":");
    }
  }

  private static OperationTable decode(byte[] head, TileLayout layout, long payloadLength)
      throws FormatException {
    ByteBuffer in = ByteBuffer.wrap(head);
    int length = OperationTable.decodeHeader(in, layout);
    assertThat(in.remaining()).isEqualTo(length);
    return OperationTable.decode(in, layout, BASE, payloadLength);
  }
}
