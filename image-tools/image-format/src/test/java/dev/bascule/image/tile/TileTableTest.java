package dev.bascule.image.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.image.Sha256;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileTableTest {

  private static final int TILE = 64 << 10;

  @Test
  void hasTheGoldenBytes() throws FormatException {
    // "BASCTILE", 1, 0, 0x10000, 0x11000 and then SHA-256 of "a" and of "b", taken with sha256sum.
    byte[] golden = HexFormat.of()
        .parseHex("4241534354494c45" + "0001" + "0000" + "00010000"
            + "0000000000011000"
            + "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
            + "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d");

    TileTable table = TileTable.decode(golden);

    assertThat(table.layout()).isEqualTo(new TileLayout(0x11000, TILE));
    assertThat(table.digest(1)).isEqualTo(Sha256.digest(new byte[]{'b'}));
    assertThat(table.matches(0, Sha256.digest(new byte[]{'a'}).bytes())).isTrue();
    assertThat(table.matches(1, Sha256.digest(new byte[]{'a'}).bytes())).isFalse();
    assertThat(table.encode()).isEqualTo(golden);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "65536, 1", "65537, 2", "1099511627776, 16777216"})
  void cutsAVolumeIntoWholeTilesAndARest(long size, int count) {
    TileLayout layout = new TileLayout(size, TILE);

    assertThat(layout.count()).isEqualTo(count);
    assertThat(layout.offset(count - 1) + layout.length(count - 1)).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, (1L << 40) + 1, Long.MAX_VALUE, Long.MIN_VALUE})
  void refusesVolumesOfNoSizeOrOverOneTebibyte(long size) {
    assertThatThrownBy(() -> new TileLayout(size, TILE)).hasMessageContaining("volume size");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, 65537, 2 << 20, Integer.MIN_VALUE})
  void refusesOtherTileSizes(int tileSize) {
    assertThatThrownBy(() -> new TileLayout(1, tileSize)).hasMessageContaining("tile size");
  }

  @Test
  void refusesEveryTruncationAndEveryTrailingByte() {
    byte[] whole = table(7, 3 * TILE + 5).encode();

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> TileTable.decode(cut)).isInstanceOf(FormatException.class);
    }
    assertThatThrownBy(() -> TileTable.decode(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(FormatException.class);
  }

  @FuzzTest
  void decodesOnlyWhatEncodesToTheSameBytes(byte[] bytes) {
    try {
      assertThat(TileTable.decode(bytes).encode()).isEqualTo(bytes);
    } catch (FormatException e) {
      assertThat(e).hasMessageMatching("(?s)(tile|volume).*");
    }
  }

  private static TileTable table(long seed, long volumeSize) {
    TileLayout layout = new TileLayout(volumeSize, TILE);
    byte[] digests = new byte[layout.count() * Sha256.LENGTH];
    new Random(seed).nextBytes(digests);
    return TileTable.of(layout, digests);
  }
}
