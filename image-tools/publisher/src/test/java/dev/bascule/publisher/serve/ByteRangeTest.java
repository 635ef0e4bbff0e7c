package dev.bascule.publisher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.publisher.serve.ByteRange.Part;
import dev.bascule.publisher.serve.ByteRange.Unsatisfiable;
import dev.bascule.publisher.serve.ByteRange.Whole;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

  @Test
  void readsTheThreeForms() {
    assertThat(ByteRange.of("bytes=0-0", 10)).isEqualTo(new Part(0, 1));
    assertThat(ByteRange.of("bytes=4-", 10)).isEqualTo(new Part(4, 6));
    assertThat(ByteRange.of("bytes=-3", 10)).isEqualTo(new Part(7, 3));
  }

  @Test
  void cutsARangeAtTheEndOfTheFile() {
    assertThat(ByteRange.of("bytes=8-99", 10)).isEqualTo(new Part(8, 2));
    assertThat(ByteRange.of("bytes=-99", 10)).isEqualTo(new Part(0, 10));
    assertThat(ByteRange.of("bytes=0-999999999999999999", 10)).isEqualTo(new Part(0, 10));
  }

  @Test
  void saysThatARangeBehindTheEndCannotBe() {
    assertThat(ByteRange.of("bytes=10-", 10)).isEqualTo(new Unsatisfiable());
    assertThat(ByteRange.of("bytes=-0", 10)).isEqualTo(new Unsatisfiable());
    assertThat(ByteRange.of("bytes=0-", 0)).isEqualTo(new Unsatisfiable());
    assertThat(ByteRange.of("bytes=-5", 0)).isEqualTo(new Unsatisfiable());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "lines=1-2",
      "bytes=0-1,3-4", "bytes=0-99999999999999999999", "bytes=--1"})
  void ignoresWhatItNeedNotUnderstand(String header) {
    assertThat(ByteRange.of(header, 10)).isEqualTo(new Whole());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void staysInsideTheFile(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 10_000; round++) {
      long length = random.nextLong(0, 1L << random.nextInt(1, 62));
      String header = "bytes=" + number(random) + "-" + number(random);
      if (ByteRange.of(header, length) instanceof Part part) {
        assertThat(part.first()).isBetween(0L, length - 1);
        assertThat(part.length()).isBetween(1L, length - part.first());
      }
    }
  }

  private static String number(Random random) {
    return random.nextInt(4) == 0
        ? ""
        : Long.toString(random.nextLong(0, 1L << random.nextInt(1, 62)));
  }
}
