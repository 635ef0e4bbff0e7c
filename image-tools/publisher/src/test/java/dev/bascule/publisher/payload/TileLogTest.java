package dev.bascule.publisher.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.Sha256;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.Sources;
import dev.bascule.image.tile.TileLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileLogTest {

  private static final TileLayout LAYOUT = new TileLayout(5 * 65536, 65536);
  private static final long BASE = 1 << 20;
  private static final Sha256 KEY = Sha256.digest(new byte[]{1});
  private static final List<EncodedTile> TILES = List.of(
      tile(new Operation.Full(3), 1, 2, 3),
      tile(new Operation.Zero()),
      tile(new Operation.Prefix(
          new Sources(List.of(new Extent(Extent.Space.OLD, 200, 7),
              new Extent(Extent.Space.NEW, 1, 2))),
          2), 4, 5));

  @TempDir
  Path directory;

  @Test
  void givesBackWhatAnEarlierRunAdded() throws IOException {
    writeAll();

    try (TileLog log = open(KEY)) {
      assertThat(log.operations()).isEqualTo(operations(3));
      log.add(tile(new Operation.Full(1), 6));
      assertThat(data(log)).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  @Test
  void beginsAnewForSomethingElse() throws IOException {
    writeAll();

    try (TileLog log = open(Sha256.digest(new byte[]{2}))) {
      assertThat(log.operations()).isEmpty();
    }
  }

  /** Cut at every byte, and each byte changed: what is kept is always the first tiles as they were added. */
  @Test
  void keepsWholeTilesOfAnyDamagedLog() throws IOException {
    writeAll();
    byte[] whole = Files.readAllBytes(log());
    for (int at = 0; at < whole.length; at++) {
      Files.write(log(), Arrays.copyOf(whole, at));
      int cut = kept();
      assertThat(cut).isLessThan(3);
      byte[] changed = whole.clone();
      changed[at] ^= 0x40;
      Files.write(log(), changed);
      assertThat(kept()).isLessThanOrEqualTo(cut);
    }
  }

  @Test
  void isWrittenByOneAtATime() throws IOException {
    try (TileLog log = open(KEY)) {
      assertThat(log.operations()).isEmpty();
      assertThatThrownBy(() -> open(KEY)).isInstanceOf(OverlappingFileLockException.class);
    }
  }

  private int kept() throws IOException {
    try (TileLog log = open(KEY)) {
      int count = log.operations().size();
      assertThat(log.operations()).isEqualTo(operations(count));
      assertThat(data(log)).isEqualTo(switch (count) {
        case 0 -> new byte[0];
        case 1, 2 -> new byte[]{1, 2, 3};
        default -> new byte[]{1, 2, 3, 4, 5};
      });
      return count;
    }
  }

  private void writeAll() throws IOException {
    try (TileLog log = open(KEY)) {
      for (EncodedTile tile : TILES) {
        log.add(tile);
      }
    }
  }

  private TileLog open(Sha256 key) throws IOException {
    return new TileLog(log(), key, LAYOUT, BASE);
  }

  private Path log() {
    return directory.resolve("root.delta.part");
  }

  private static byte[] data(TileLog log) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    log.copyData(data);
    return data.toByteArray();
  }

  private static List<Operation> operations(int count) {
    return TILES.stream().limit(count).map(EncodedTile::operation).toList();
  }

  private static EncodedTile tile(Operation operation, int... data) {
    byte[] bytes = new byte[data.length];
    for (int i = 0; i < data.length; i++) {
      bytes[i] = (byte) data[i];
    }
    return new EncodedTile(operation, bytes);
  }
}
