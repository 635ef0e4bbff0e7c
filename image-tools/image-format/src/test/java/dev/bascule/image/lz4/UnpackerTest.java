package dev.bascule.image.lz4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.difference.MalformedDifferenceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void unpacksAnyStretchInAnyOrder(long seed) throws IOException {
    Random random = new Random(seed);
    PackedForge forge = new PackedForge(random);
    byte[] text = forge.text(1 + random.nextInt(5 << 20));
    int at = random.nextInt(10_000);
    byte[] packed = forge.packAnyhow(text);
    byte[] volume = forge.volume(packed, at);
    Unpacker unpacker = new Unpacker(PackedForge.reader(volume));

    for (int i = 0; i < 20; i++) {
      int from = random.nextInt(text.length);
      byte[] stretch = new byte[1 + random.nextInt(Math.min(300_000, text.length - from))];

      unpacker.unpack(at, volume.length, from, ByteBuffer.wrap(stretch));

      assertThat(stretch).isEqualTo(Arrays.copyOfRange(text, from, from + stretch.length));
    }
    byte[] all = new byte[text.length];
    assertThat(unpacker.unpackAll(at, at + packed.length, ByteBuffer.wrap(all)))
        .isEqualTo(text.length);
    assertThat(all).isEqualTo(text);
  }

  /** Stretches in their order, each of which begins a little before the last one's end, as tiles ask for them. */
  @Test
  void readsEachPackedByteOnceWhereStretchesFollowEachOther() throws IOException {
    PackedForge forge = new PackedForge(new Random(7));
    byte[] text = forge.text(6 << 20);
    byte[] volume = forge.volume(forge.packAnyhow(text), 0);
    long[] read = {0};
    Unpacker unpacker = new Unpacker((offset, target) -> {
      read[0] += target.remaining();
      PackedForge.reader(volume).read(offset, target);
    });

    for (int from = 0; from + (1 << 20) <= text.length; from += 900_000) {
      unpacker.unpack(0, volume.length, from, ByteBuffer.allocate(1 << 20));
    }

    assertThat(read[0]).isLessThanOrEqualTo(volume.length);
  }

  /** Literals ab and a match; then what is wrong. */
  @ParameterizedTest
  @ValueSource(strings = {
      // ends in its literals, before its match, in its match
      "20 61", "20 61 62", "20 61 62 01",
      // a distance of nothing, and one to before the text
      "20 61 62 0000", "20 61 62 0300",
      // a count that does not end
      "F0 FFFFFFFF", "2F 61 62 0100 FFFFFF"})
  void refuses(String packed) {
    byte[] bytes = HexFormat.of().parseHex(packed.replace(" ", ""));
    Unpacker unpacker = new Unpacker(PackedForge.reader(bytes));

    assertThatThrownBy(() -> unpacker.unpack(0, bytes.length, 0, ByteBuffer.allocate(5000)))
        .isInstanceOf(MalformedDifferenceException.class)
        .hasMessageContaining("packed text");
  }

  /** The last block of a text is whole, with zeros behind the text; there is no other. */
  @Test
  void fillsTheLastBlockUp() throws IOException {
    PackedForge forge = new PackedForge(new Random(9));
    byte[] text = forge.text(10_000);
    byte[] packed = forge.packAnyhow(text);
    byte[] volume = forge.volume(packed, 3);
    Unpacker unpacker = new Unpacker(PackedForge.reader(volume));
    byte[] stretch = new byte[2 * 4096];

    for (int i = 0; i < 2; i++) {
      unpacker.unpack(3, 3 + packed.length, 4096, ByteBuffer.wrap(stretch));

      assertThat(stretch).isEqualTo(Arrays.copyOfRange(text, 4096, 3 * 4096));
    }
    assertThatThrownBy(() -> unpacker.unpack(
        3, 3 + packed.length, 4096, ByteBuffer.allocate(3 * 4096)))
        .hasMessageContaining("expected more than 10000 bytes");
  }

  @Test
  void refusesATextThatIsTooLong() {
    byte[] bytes = HexFormat.of().parseHex("2F61620100FFFFFFFF00");
    Unpacker unpacker = new Unpacker(PackedForge.reader(bytes));

    assertThatThrownBy(() -> unpacker.unpackAll(0, bytes.length, ByteBuffer.allocate(500)))
        .hasMessageContaining("no more than 500 bytes");
  }

  /** What failed leaves nothing behind for the next. */
  @Test
  void beginsAnewAfterAFailure() throws IOException {
    PackedForge forge = new PackedForge(new Random(8));
    byte[] text = forge.text(500_000);
    byte[] volume = forge.volume(forge.packAnyhow(text), 5);
    boolean[] broken = {false};
    Unpacker unpacker = new Unpacker((offset, target) -> {
      if (broken[0]) {
        throw new IOException("worn");
      }
      PackedForge.reader(volume).read(offset, target);
    });
    unpacker.unpack(5, volume.length, 0, ByteBuffer.allocate(1000));
    broken[0] = true;
    assertThatThrownBy(
        () -> unpacker.unpack(5, volume.length, 1000, ByteBuffer.allocate(400_000)))
        .hasMessage("worn");
    broken[0] = false;
    byte[] stretch = new byte[450_000];

    unpacker.unpack(5, volume.length, 2000, ByteBuffer.wrap(stretch));

    assertThat(stretch).isEqualTo(Arrays.copyOfRange(text, 2000, 452_000));
  }
}
