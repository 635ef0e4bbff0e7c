package dev.bascule.publisher.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.tile.TileLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedTextsTest {

  private static final int TILE = 1 << 18;
  private static final int VOLUME = 4 << 20;
  private static final byte[] MARK = {2, 0x21, 0x4c, 0x18};

  @TempDir
  Path directory;

  @Test
  void findsEachTextOfAStreamAtAnyPlace() throws IOException {
    byte[] first = text(PackedTexts.TEXT, 1);
    byte[] second = text(100_001, 2);
    byte[] packedFirst = pack(first);
    byte[] packedSecond = pack(second);
    // Across the border of two stretches that are read.
    int at = (1 << 20) - 2;
    ByteBuffer volume = ByteBuffer.allocate(VOLUME).position(at);
    volume.put(MARK).put(block(packedFirst)).put(block(packedSecond));
    // What follows a kernel is its length, no block.
    volume.put(new byte[]{0, 0, 0, 0x7f});

    try (RawVolume raw = raw(volume.array());
        PackedTexts texts = PackedTexts.find(raw, directory)) {
      long begin = at + 8L;
      long next = begin + packedFirst.length + 4;

      assertThat(texts.in(0, VOLUME)).containsExactly(
          new PackedText(begin, begin + packedFirst.length, 0, first.length),
          new PackedText(next, next + packedSecond.length, first.length, second.length));
      assertThat(texts.in(next - 3, VOLUME)).hasSize(1);
      assertThat(texts.ofBlocks(2047, 2048)).hasSize(1);
      byte[] unpacked = new byte[second.length];
      texts.content().read(first.length, unpacked, 0, unpacked.length);
      assertThat(unpacked).isEqualTo(second);
    }
  }

  @Test
  void leavesAloneWhatOnlyLooksLikeAStream() throws IOException {
    byte[] noise = new byte[VOLUME];
    new Random(3).nextBytes(noise);
    byte[] packed = pack(text(50_000, 4));
    packed[packed.length / 2] ^= 0x55;
    ByteBuffer volume = ByteBuffer.wrap(noise);
    volume.put(1000, MARK).put(90_000, MARK).putInt(90_004, 0);
    volume.put(200_000, MARK).put(200_004, block(Arrays.copyOf(packed, packed.length - 9)));
    volume.put(VOLUME - 4, MARK);

    try (RawVolume raw = raw(noise); PackedTexts texts = PackedTexts.find(raw, directory)) {
      assertThat(texts.isEmpty()).isTrue();
    }
    try (var left = Files.list(directory)) {
      assertThat(left).containsExactly(directory.resolve("volume"));
    }
  }

  private RawVolume raw(byte[] content) throws IOException {
    return RawVolume.open(
        Files.write(directory.resolve("volume"), content), new TileLayout(content.length, TILE));
  }

  private static byte[] block(byte[] packed) {
    return ByteBuffer.allocate(Integer.BYTES + packed.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(packed.length)
        .put(packed)
        .array();
  }

  /** Words that come again. */
  private static byte[] text(int length, long seed) {
    Random random = new Random(seed);
    byte[] words = new byte[1 << 12];
    random.nextBytes(words);
    byte[] text = new byte[length];
    for (int at = 0; at < length;) {
      int piece = Math.min(length - at, 100 + random.nextInt(900));
      System.arraycopy(words, random.nextInt(words.length - piece), text, at, piece);
      at += piece;
    }
    return text;
  }

  private static byte[] pack(byte[] text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (BlockLZ4CompressorOutputStream out = new BlockLZ4CompressorOutputStream(packed)) {
      out.write(text);
    }
    return packed.toByteArray();
  }
}
