package dev.bascule.updater.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.OperationTable;
import dev.bascule.image.tile.Sources;
import dev.bascule.image.tile.TileLayout;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AskedTilesTest {

  private static final int TILES = 10;
  private static final int BLOCKS = 16;
  private static final TileLayout LAYOUT = new TileLayout(TILES * 65536L, 65536);

  @Test
  void countsEachTileThatIsReadFromOnce() {
    AskedTiles asked = new AskedTiles(table(full()), null);

    asked.begin(1);
    asked.ask(old(0, BLOCKS + 1));
    asked.ask(old(BLOCKS + 5, 1));

    assertThat(asked.made()).isEqualTo(2);
  }

  @Test
  void countsItForEachReader() {
    AskedTiles asked = new AskedTiles(table(full()), null);
    for (int i = 0; i < 3; i++) {
      asked.begin(1);
      asked.ask(old(0, 1));
    }

    assertThat(asked.made()).isEqualTo(3);
  }

  @Test
  void copiesAreFollowedAndNotMade() {
    AskedTiles below = new AskedTiles(table(full()), null);
    AskedTiles asked = new AskedTiles(
        table(new Operation.Copy(new Sources(List.of(old(5, BLOCKS))))), below);

    asked.begin(1);
    asked.ask(old(3 * BLOCKS, 4));

    assertThat(asked.made()).isEqualTo(1);
  }

  @Test
  void workGrowsWithEachVolumeThatReadsFromEverywhere() {
    List<Extent> everywhere = IntStream.range(0, TILES).mapToObj(i -> old(i * BLOCKS, 1)).toList();
    Operation scattered = new Operation.Prefix(new Sources(everywhere), 1);
    AskedTiles asked = new AskedTiles(table(scattered), null);
    for (int i = 0; i < 3; i++) {
      asked = new AskedTiles(table(scattered), asked);
    }

    asked.begin(1);
    asked.ask(old(0, 1));

    assertThat(asked.made()).isEqualTo(1 + 10 + 100 + 1000);
  }

  @Test
  void workDoublesWithEachTileThatIsMadeOfAllEarlierOnes() {
    List<Operation> operations = IntStream.range(0, TILES)
        .<Operation>mapToObj(tile -> tile == 0
            ? new Operation.Full(1)
            : new Operation.Prefix(new Sources(IntStream.range(0, tile)
                .mapToObj(i -> new Extent(Extent.Space.NEW, i * (long) BLOCKS, 1))
                .toList()), 1))
        .toList();
    AskedTiles asked = new AskedTiles(OperationTable.of(LAYOUT, operations), null);

    asked.begin(1);
    asked.ask(old((TILES - 1) * BLOCKS, 1));

    assertThat(asked.made()).isEqualTo(1 << (TILES - 1));
  }

  private static Operation full() {
    return new Operation.Full(1);
  }

  private static Extent old(int block, int blocks) {
    return new Extent(Extent.Space.OLD, block, blocks);
  }

  private static OperationTable table(Operation each) {
    return OperationTable.of(LAYOUT, Collections.nCopies(TILES, each));
  }
}
