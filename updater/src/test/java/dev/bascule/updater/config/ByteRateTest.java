package dev.bascule.updater.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRateTest {

  @ParameterizedTest
  @CsvSource({"1024B/s, 1024", "1KiB/s, 1024", "2kB/s, 2000", "500 kB/s, 500000", "2MiB/s, 2097152",
      "3 MB/s, 3000000", "1GiB/s, 1073741824", "100GB/s, 100000000000"})
  void readsDecimalAndBinaryUnits(String text, long bytesPerSecond) {
    assertThat(ByteRate.parse(text)).isEqualTo(bytesPerSecond);
  }
}
