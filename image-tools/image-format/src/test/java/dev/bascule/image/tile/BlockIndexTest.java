package dev.bascule.image.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.image.Sha256;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockIndexTest {

  private static final long SIZE = 2 * Extent.BLOCK;

  /** The SHA-256 of 4096 bytes of zero, and of 4096 bytes of "A", by sha256sum(1). */
  private static final String TWO_BLOCKS = "42415343424C4B53" + "0001" + "0000" + "00001000"
      + "0000000000002000" + "AD7FACB2586FC6E9" + "6896D9EA3F73A443";

  @Test
  void hasTheSameBytesOnEveryMachine() throws FormatException {
    byte[] bytes = new byte[2 * Extent.BLOCK];
    Arrays.fill(bytes, Extent.BLOCK, bytes.length, (byte) 'A');

    BlockIndex index =
        BlockIndex.of(BlockIndex.hashes(Sha256.newDigest(), bytes, bytes.length));

    assertThat(index.encode()).asHexString().isEqualTo(TWO_BLOCKS);
    BlockIndex read = BlockIndex.decode(index.encode(), SIZE);
    assertThat(read.blocks()).isEqualTo(2);
    assertThat(read.hash(1)).isEqualTo(index.hash(1));
  }

  @ParameterizedTest
  @CsvSource({"0, does not begin with BASCBLKS", "9, block index format",
      "11, bytes 10 and 11", "14, block size", "23, block index's volume"})
  void refusesAHeaderThatIsWrong(int at, String why) {
    byte[] index = HexFormat.of().parseHex(TWO_BLOCKS);
    index[at] ^= 4;

    assertThatThrownBy(() -> BlockIndex.decode(index, SIZE))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(why);
  }

  @Test
  void refusesAnotherLengthAndAVolumeThatIsTooLarge() {
    byte[] index = HexFormat.of().parseHex(TWO_BLOCKS);

    assertThatThrownBy(() -> BlockIndex.decode(Arrays.copyOf(index, 39), SIZE))
        .hasMessageContaining("expected 40 bytes, found 39");
    assertThatThrownBy(() -> BlockIndex.decode(Arrays.copyOf(index, 41), SIZE))
        .hasMessageContaining("expected 40 bytes, found 41");
    assertThatThrownBy(() -> BlockIndex.decode(index, Long.MAX_VALUE / 4096 * 4096))
        .isInstanceOf(FormatException.class);
    assertThat(BlockIndex.fits((long) BlockIndex.MAX_BLOCKS * Extent.BLOCK)).isTrue();
    assertThat(BlockIndex.fits((BlockIndex.MAX_BLOCKS + 1L) * Extent.BLOCK)).isFalse();
  }

  @FuzzTest
  void readsAnIndexOrRefusesAnything(byte[] data) {
    long size = data.length < 24 ? SIZE : (data.length - 24L) / 8 * Extent.BLOCK;
    try {
      assertThat(BlockIndex.decode(data, size).encode()).isEqualTo(data);
    } catch (FormatException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
