package dev.bascule.image.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.Sha256;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentReaderTest {

  private static final int SIZE = 1 << 16;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void givesTheSameBytesHoweverTheyAreReadAndSkipped(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] payload = randomBytes(random, 1 + random.nextInt(6 * SIZE));
    Segments segments = segments(payload);
    int first = random.nextInt(segments.count());
    int position = first * SIZE;
    SegmentReader reader = new SegmentReader(segments, from(payload, position), first);

    while (position < payload.length) {
      position += random.nextInt(Math.min(2 * SIZE, payload.length - position) + 1);
      reader.skipTo(position);
      byte[] read = new byte[random.nextInt(Math.min(2 * SIZE, payload.length - position) + 1)];
      reader.read(read, 0, read.length);
      assertThat(read).isEqualTo(Arrays.copyOfRange(payload, position, position + read.length));
      position += read.length;
    }
    assertThat(reader.position()).isEqualTo(payload.length);
  }

  @Test
  void givesNoByteOfASegmentThatWasChanged() {
    byte[] payload = randomBytes(new Random(1), 3 * SIZE);
    Segments segments = segments(payload);
    payload[2 * SIZE - 1] ^= 1;
    SegmentReader reader = new SegmentReader(segments, from(payload, 0), 0);
    byte[] target = new byte[SIZE + 1];

    assertThatThrownBy(() -> reader.read(target, 0, target.length))
        .isInstanceOfSatisfying(SegmentException.class, e -> assertThat(e.segment()).isEqualTo(1));
    assertThat(target[SIZE]).isZero();
    assertThatThrownBy(() -> reader.read(target, 0, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void saysWhereAStreamEnded() {
    byte[] payload = randomBytes(new Random(1), 2 * SIZE);
    SegmentReader reader = new SegmentReader(
        segments(payload), new ByteArrayInputStream(payload, 0, SIZE + 10), 0);

    assertThatThrownBy(() -> reader.read(new byte[2 * SIZE], 0, 2 * SIZE))
        .isInstanceOf(EOFException.class)
        .hasMessage("the payload's stream ended at byte 65546 of 131072");
  }

  @Test
  void neverReadsBeyondTheSignedLength() throws IOException {
    byte[] payload = randomBytes(new Random(1), SIZE + 1);
    ByteArrayInputStream endless = from(Arrays.copyOf(payload, 10 * SIZE), 0);
    SegmentReader reader = new SegmentReader(segments(payload), endless, 0);

    reader.skipTo(SIZE + 1);

    assertThat(endless.available()).isEqualTo(10 * SIZE - payload.length);
    assertThatThrownBy(() -> reader.read(new byte[1], 0, 1)).isInstanceOf(EOFException.class);
  }

  private static Segments segments(byte[] payload) {
    List<Sha256> digests = new ArrayList<>();
    for (int at = 0; at < payload.length; at += SIZE) {
      digests.add(Sha256.digest(
          Arrays.copyOfRange(payload, at, Math.min(at + SIZE, payload.length))));
    }
    return new Segments(payload.length, SIZE, digests);
  }

  private static ByteArrayInputStream from(byte[] payload, int start) {
    return new ByteArrayInputStream(payload, start, payload.length - start);
  }

  private static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
