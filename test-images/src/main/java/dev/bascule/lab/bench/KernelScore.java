package dev.bascule.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What JMH found of a kernel or of a limit of one.
 *
 * @param kernel its class, without the package
 * @param method {@code kernel}, or what begins with {@code limit}
 * @param time µs of processor time for each MiB, the median of all iterations
 * @param allocated bytes on the heap for each MiB, if JMH was asked for it
 */
record KernelScore(String kernel, String method, double time, OptionalDouble allocated) {

  private static final String KERNEL = "kernel";
  private static final String LIMIT = "limit";
  private static final String TIME = "processor.time.norm";
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /**
   * Reads one result of JMH's JSON.
   *
   * @throws IOException if processor time was not measured
   */
  static KernelScore read(JsonNode result) throws IOException {
    String benchmark = result.path("benchmark").asText();
    List<Double> times = new ArrayList<>();
    for (JsonNode process : metric(result, TIME)
        .orElseThrow(() -> new IOException(benchmark + ": expected " + TIME + ", found none"))
        .path("rawData")) {
      process.forEach(time -> times.add(time.asDouble()));
    }
    int method = benchmark.lastIndexOf('.');
    int kernel = benchmark.lastIndexOf('.', method - 1);
    OptionalDouble allocated = metric(result, ALLOCATED)
        .map(metric -> OptionalDouble.of(metric.path("score").asDouble()))
        .orElse(OptionalDouble.empty());
    return new KernelScore(benchmark.substring(kernel + 1, method),
        benchmark.substring(method + 1), Spread.of(times).median(), allocated);
  }

  /** JMH has put a dot before some names. */
  private static Optional<JsonNode> metric(JsonNode result, String name) {
    return result.path("secondaryMetrics")
        .properties()
        .stream()
        .filter(metric -> metric.getKey().endsWith(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Whether it is of the kernel itself. */
  boolean isKernel() {
    return method.equals(KERNEL);
  }

  /** What it is of, in words. */
  String words() {
    String name = isKernel() ? kernel : method.substring(LIMIT.length());
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}
