package dev.bascule.image.lz4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.image.difference.DifferenceEncoder;
import dev.bascule.image.difference.DifferenceSource;
import dev.bascule.image.difference.FrameEncoder;
import dev.bascule.image.difference.MalformedDifferenceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepackTest {

  private static final int BLOCK = 4096;
  private static final ByteBuffer ROOM = ByteBuffer.allocateDirect(RepackDecoder.MAX_TEXT);

  /** Each seed is another pair of texts, packed in other ways, and another part of the second for a tile. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void decodesWhatItEncodes(long seed) throws IOException {
    Random random = new Random(seed);
    Case made = new Case(random, random.nextBoolean());

    assertThat(made.decode(made.data)).isEqualTo(made.tile);
  }

  /** What liblz4 makes of a text costs nothing but the text's difference; what another packer makes costs its sequences. */
  @Test
  void guessesWhatLiblz4Packs() throws IOException {
    Case well = new Case(new Random(5), true);
    Case anyhow = new Case(new Random(5), false);

    assertThat(well.data.length - well.plain).isLessThan(1500);
    assertThat(anyhow.data.length - anyhow.plain).isGreaterThan(5000);
  }

  @Test
  void decodesOneTileAfterAnother() throws IOException {
    Case made = new Case(new Random(2), false);
    try (RepackDecoder decoder = new RepackDecoder(PackedForge.reader(made.volume))) {
      for (int i = 0; i < 3; i++) {
        assertThat(made.decode(decoder, made.data)).isEqualTo(made.tile);
      }
    }
  }

  /** Hostile data ends, and stays inside of the tile. */
  @FuzzTest
  void makesATileOrRefusesAnything(byte[] data) throws MalformedDifferenceException {
    PackedForge forge = new PackedForge(new Random(1));
    byte[] volume = forge.volume(PackedForge.packWell(forge.text(20_000)), 0);
    byte[] tile = new byte[5100];
    try (RepackDecoder decoder = new RepackDecoder(PackedForge.reader(volume))) {
      Packer packer = new Packer();
      decoder.decode(List.of(new PackedExtent(0, volume.length)), RepackTest::room, data,
          data.length, packer);
      packer.pack(tile, 5000);
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    assertThat(Arrays.copyOfRange(tile, 5000, 5100)).containsOnly(0);
  }

  /** Tiles that were right but for some bytes, seeds in the place of a fuzzer's patience. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void refusesOrMakesATileOfDamagedData(long seed) throws IOException {
    Random random = new Random(seed);
    Case made = new Case(random, random.nextBoolean());
    try (RepackDecoder decoder = new RepackDecoder(PackedForge.reader(made.volume))) {
      for (int i = 0; i < 60; i++) {
        byte[] data = made.data.clone();
        for (int j = 0; j <= random.nextInt(3); j++) {
          int at = random.nextInt(random.nextBoolean() ? data.length : 60);
          data[at] = (byte) random.nextInt();
        }
        try {
          assertThat(made.decode(decoder, data)).hasSameSizeAs(made.tile);
        } catch (MalformedDifferenceException e) {
          assertThat(e.getMessage()).isNotEmpty();
        }
      }
      assertThat(made.decode(decoder, made.data)).isEqualTo(made.tile);
    }
  }

  @Test
  void refusesMorePackingThanATextNeeds() throws IOException {
    byte[] text = new byte[200_000];
    MatchChains chains = new MatchChains();
    chains.begin(text, 0, text.length);
    chains.allow(text.length);

    assertThatThrownBy(() -> {
      for (int at = 1; at < 1000; at++) {
        chains.longer(at, at, 3);
      }
    }).isInstanceOf(MalformedDifferenceException.class);
  }

  private static ByteBuffer room(int length) {
    return ROOM.clear().limit(length);
  }

  /** A tile with a part of a packed text, made of another text that is packed in a volume. */
  private static final class Case {
    final byte[] volume;
    final byte[] tile;
    final byte[] data;
    final Packer packer = new Packer();
    /** Bytes of the tile beside the packed text's sequences. */
    final int plain;

    Case(Random random, boolean well) throws IOException {
      PackedForge forge = new PackedForge(random);
      byte[] old = Arrays.copyOf(forge.text(100_000), 25 * BLOCK);
      byte[] text = forge.edited(old, 30);
      int at = random.nextInt(BLOCK);
      volume = forge.volume(PackedForge.packWell(old), at);
      byte[] packed = well ? PackedForge.packWell(text) : forge.packAnyhow(text);
      byte[] next = forge.volume(packed, 100 + random.nextInt(5000));
      int from = random.nextInt(next.length / 2);
      int to = next.length - random.nextInt(next.length / 4);
      tile = Arrays.copyOfRange(next, from, to);

      int begin = indexOf(next, packed);
      Sequences sequences = Sequences.read(
          PackedForge.reader(next), begin, begin + packed.length);
      List<PackedRun> runs = sequences.within(from, to).stream().toList();
      plain = tile.length
          - runs.stream().mapToInt(run -> run.tileTo() - run.tileFrom()).sum();
      DifferenceSource source = new DifferenceSource(
          ByteBuffer.wrap(old), IntStream.range(0, 25).toArray());
      int[] alignment = new int[text.length];
      for (int i = 0; i < text.length; i++) {
        alignment[i] = i < old.length ? i : DifferenceEncoder.LITERAL;
      }
      try (DifferenceEncoder differences = new DifferenceEncoder(3);
          FrameEncoder frames = new FrameEncoder(3)) {
        data =
            new RepackEncoder(differences, frames)
                .encode(List.of(new Unpacking(at, 0, 25, 0)), source, text,
                    random.nextInt(), alignment, tile, runs)
                .orElseThrow();
      }
    }

    byte[] decode(byte[] from) throws IOException {
      try (RepackDecoder decoder = new RepackDecoder(PackedForge.reader(volume))) {
        return decode(decoder, from);
      }
    }

    byte[] decode(RepackDecoder decoder, byte[] from) throws IOException {
      byte[] made = new byte[tile.length];
      decoder.decode(List.of(new PackedExtent(0, volume.length)), RepackTest::room, from,
          from.length, packer);
      packer.pack(made, made.length);
      return made;
    }

    private static int indexOf(byte[] where, byte[] what) {
      for (int at = 0; at + what.length <= where.length; at++) {
        if (Arrays.equals(where, at, at + what.length, what, 0, what.length)) {
          return at;
        }
      }
      throw new IllegalArgumentException("not there");
    }
  }
}
