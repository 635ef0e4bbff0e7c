package dev.bascule.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Each kernel beside each of its limits, from what JMH wrote: MiB for each second of processor time. */
final class KernelTable {

  private static final double MICROSECONDS = 1e6;
  private static final double KIB = 1024;
  private static final String HASHING = "Digest";
  private static final String OPENSSL = "OpenSSL, one buffer";

  private final List<KernelScore> scores = new ArrayList<>();
  private final OptionalDouble openssl;

  /**
   * Reads it.
   *
   * @param json JMH's, of a run in which each kernel and its limits were
   * @param openssl MiB that OpenSSL hashes in a second, where there is one: the limit of all kernels that hash
   */
  KernelTable(String json, OptionalDouble openssl) throws IOException {
    for (JsonNode result : new ObjectMapper().readTree(json)) {
      scores.add(KernelScore.read(result));
    }
    this.openssl = openssl;
  }

  /** The documentation's table. */
  String markdown() {
    boolean allocated = scores.stream().anyMatch(score -> score.allocated().isPresent());
    StringBuilder text = new StringBuilder(
        "| kernel | MiB/s | limit | limit's MiB/s | times its limit |")
        .append(allocated ? " allocated, KiB for each MiB |" : "")
        .append("\n|---|---|---|---|---|")
        .append(allocated ? "---|\n" : "\n");
    for (KernelScore kernel : scores) {
      if (kernel.isKernel()) {
        String end = allocated
            ? String.format(Locale.ROOT, " %,.0f |%n", kernel.allocated().orElse(0) / KIB)
            : "\n";
        limits(kernel).forEach(
            limit -> text.append(row(kernel, limit, limit.words())).append(end));
        if (kernel.kernel().endsWith(HASHING) && openssl.isPresent()) {
          KernelScore limit = new KernelScore(kernel.kernel(), OPENSSL,
              MICROSECONDS / openssl.getAsDouble(), OptionalDouble.empty());
          text.append(row(kernel, limit, OPENSSL)).append(end);
        }
      }
    }
    return text.toString();
  }

  private List<KernelScore> limits(KernelScore kernel) {
    return scores.stream()
        .filter(score -> score.kernel().equals(kernel.kernel()) && !score.isKernel())
        .toList();
  }

  private static String row(KernelScore kernel, KernelScore limit, String limitName) {
    return String.format(Locale.ROOT, "| %s | %s | %s | %s | %.2f |", kernel.words(),
        speed(kernel), limitName, speed(limit), kernel.time() / limit.time());
  }

  private static String speed(KernelScore score) {
    double speed = MICROSECONDS / score.time();
    return String.format(Locale.ROOT, speed < 100 ? "%.1f" : "%,.0f", speed);
  }
}
