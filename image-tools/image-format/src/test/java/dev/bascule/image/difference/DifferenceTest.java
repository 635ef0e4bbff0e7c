package dev.bascule.image.difference;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DifferenceTest {

  /** Each seed is another source and another sequence of commands, every kind among them. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
  void decodesWhatItEncodes(long seed) throws MalformedDifferenceException {
    Random random = new Random(seed);
    int source = random.nextInt(3) == 0 ? 0 : random.nextInt(100_000);
    int length = 1 + random.nextInt(70_000);
    byte[] window = new byte[source + length];
    random.nextBytes(window);
    DifferenceEncoder encoder = new DifferenceEncoder();
    // The tile comes to be as commands make it: what is matched is copied first.
    byte[] made = Arrays.copyOf(window, window.length);
    encoder.begin(made, source);
    int recent = 0;
    for (int at = source; at < made.length;) {
      int left = made.length - at;
      if (at == 0 || random.nextInt(4) == 0) {
        made[at] = (byte) (random.nextBoolean() ? random.nextInt() : 65);
        encoder.literal();
        at++;
        continue;
      }
      int distance = switch (random.nextInt(4)) {
        case 0 -> 1 + random.nextInt(at);
        case 1 -> Math.clamp(recent + random.nextInt(40) - 20, 1, at);
        default -> Math.clamp(recent, 1, at);
      };
      int run = Math.min(left, 1 + random.nextInt(random.nextInt(8) == 0 ? left : 40));
      for (int i = 0; i < run; i++) {
        made[at + i] = made[at + i - distance];
      }
      encoder.match(distance, run);
      recent = distance;
      at += run;
    }
    byte[] data = encoder.finish();
    byte[] decoded = Arrays.copyOf(made, made.length);
    Arrays.fill(decoded, source, decoded.length, (byte) 0x5a);

    new DifferenceDecoder().decode(decoded, source, data, data.length, length);

    assertThat(decoded).isEqualTo(made);
  }

  @Test
  void hasTheSameBytesOnEveryMachine() {
    byte[] window =
        "The quick brown fox jumps over the lazy dog. The quick red fox jumped.".getBytes(
            StandardCharsets.US_ASCII);
    DifferenceEncoder encoder = new DifferenceEncoder();
    encoder.begin(window, 45);
    encoder.match(45, 10);
    for (int i = 0; i < 3; i++) {
      encoder.literal();
    }
    encoder.match(43, 9);
    for (int i = 45 + 22; i < window.length; i++) {
      encoder.literal();
    }

    assertThat(encoder.finish()).asHexString().isEqualTo("3971B9660197F8A93797");
  }

  @Test
  void startsAnewWithEachTile() throws MalformedDifferenceException {
    byte[] first = {1, 2, 3, 4, 1, 2, 3, 9};
    DifferenceEncoder encoder = new DifferenceEncoder();
    byte[][] data = new byte[2][];
    for (int i = 0; i < 2; i++) {
      encoder.begin(first, 4);
      encoder.match(4, 3);
      encoder.literal();
      data[i] = encoder.finish();
    }

    assertThat(data[1]).isEqualTo(data[0]);
  }

  /** Hostile data ends, stays inside of the tile, and needs no more memory than the window that it is given. */
  @FuzzTest
  void makesATileOrRefusesAnything(byte[] data) {
    byte[] window = new byte[3000 + 5000 + 100];
    Arrays.fill(window, 0, 3000, (byte) 7);
    try {
      new DifferenceDecoder().decode(window, 3000, data, data.length, 5000);
    } catch (MalformedDifferenceException e) {
      assertThat(e).hasMessageContaining("a match of");
    }
    assertThat(Arrays.copyOf(window, 3000)).containsOnly(7);
    assertThat(Arrays.copyOfRange(window, 8000, 8100)).containsOnly(0);
  }
}
