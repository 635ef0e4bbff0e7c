package dev.bascule.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class KernelTableTest {

  /** As JMH 1.37 writes it, shortened. */
  private static final String JSON =
      """
        [
          {"benchmark": "dev.bascule.kernels.TileDigest.kernel", "mode": "avgt",
           "primaryMetric": {"score": 700.1, "scoreUnit": "us/op"},
           "secondaryMetrics": {"processor.time.norm": {"score": 600.0, "rawData": [[500.0, 900.0], [400.0]]}}},
          {"benchmark": "dev.bascule.kernels.TileDigest.limitMessageDigest", "mode": "avgt",
           "primaryMetric": {"score": 500.1, "scoreUnit": "us/op"},
           "secondaryMetrics": {"processor.time.norm": {"score": 400.0, "rawData": [[400.0]]}}},
          {"benchmark": "dev.bascule.publisher.delta.RepackedTile.kernel", "mode": "avgt",
           "primaryMetric": {"score": 50000.0, "scoreUnit": "us/op"},
           "secondaryMetrics": {%s "processor.time.norm": {"score": 1.0, "rawData": [[40000.0]]}}},
          {"benchmark": "dev.bascule.publisher.delta.RepackedTile.limitZstdOfColumnsAndCopy",
           "mode": "avgt",
           "primaryMetric": {"score": 5000.0, "scoreUnit": "us/op"},
           "secondaryMetrics": {"processor.time.norm": {"score": 1.0, "rawData": [[4000.0]]}}}
        ]
        """;

  @Test
  void setsEachKernelBesideItsLimits() throws IOException {
    assertThat(new KernelTable(JSON.formatted(""), OptionalDouble.of(4000)).markdown())
        .isEqualTo("""
          | kernel | MiB/s | limit | limit's MiB/s | times its limit |
          |---|---|---|---|---|
          | tile digest | 2,000 | message digest | 2,500 | 1.25 |
          | tile digest | 2,000 | OpenSSL, one buffer | 4,000 | 2.00 |
          | repacked tile | 25.0 | zstd of columns and copy | 250 | 10.00 |
          """);
  }

  @Test
  void tellsWhatWasAllocatedWhereItWasCounted() throws IOException {
    String json = JSON.formatted("\"gc.alloc.rate.norm\": {\"score\": 2097152.0},");

    assertThat(new KernelTable(json, OptionalDouble.empty()).markdown()).isEqualTo("""
      | kernel | MiB/s | limit | limit's MiB/s | times its limit | allocated, KiB for each MiB |
      |---|---|---|---|---|---|
      | tile digest | 2,000 | message digest | 2,500 | 1.25 | 0 |
      | repacked tile | 25.0 | zstd of columns and copy | 250 | 10.00 | 2,048 |
      """);
  }

  @Test
  void refusesARunWithoutProcessorTime() {
    String json = JSON.formatted("").replace("processor.time", "another.time");

    assertThatThrownBy(() -> new KernelTable(json, OptionalDouble.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("TileDigest.kernel: expected processor.time.norm");
  }

  @Test
  void readsTheRateThatOpensslPrints() throws IOException {
    String output = """
      +DT:sha256:3:262144
      +R:21888:sha256:3.000000
      +H:262144
      +F:27:sha256:1912602624.00
      """;

    assertThat(OpensslSpeed.parse(output)).isEqualTo(1824.0);
    assertThatThrownBy(() -> OpensslSpeed.parse("speed: no such digest"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a line +F:");
  }

  @Test
  void keepsOfALogWhatProfilersSaid() {
    String log = """
      # Run progress: 0.00% complete
      Iteration 1: 12.3 us/op
      Secondary result "dev.bascule.kernels.TileDigest.kernel:stack":
      Stack profiler:
       99.9% java.security
      # JMH version: 1.37
      Iteration 1: 12.3 us/op
      """;

    assertThat(KernelSpeed.profiles(log)).isEqualTo("""
      Secondary result "dev.bascule.kernels.TileDigest.kernel:stack":
      Stack profiler:
       99.9% java.security
      """);
  }
}
