package dev.bascule.lab.bench;

import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.util.OptionalDouble;

/** How fast OpenSSL hashes: with the processor's own instructions, what SHA-256 can be at best. */
final class OpensslSpeed {

  private static final Tool OPENSSL = Tool.of("openssl");
  private static final String RATE = "+F:";
  private static final double MIB = 1 << 20;

  private OpensslSpeed() {}

  /** MiB of SHA-256 for each second of processor time, by one processor; nothing where OpenSSL is not installed. */
  static OptionalDouble ofSha256() throws IOException {
    return OPENSSL.find().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(parse(OPENSSL
            .command("speed", "-mr", "-evp", "sha256", "-bytes", "262144", "-seconds", "3")
            .run()
            .output()));
  }

  /** MiB per second of the only rate that {@code openssl speed -mr} prints: {@code +F:27:sha256:1912602624.00}. */
  static double parse(String output) throws IOException {
    String line = output.lines()
        .filter(any -> any.startsWith(RATE))
        .findFirst()
        .orElseThrow(() -> new IOException(
            "openssl speed: expected a line " + RATE + "…, found " + output));
    try {
      return Double.parseDouble(line.substring(line.lastIndexOf(':') + 1)) / MIB;
    } catch (NumberFormatException e) {
      throw new IOException("openssl speed: expected a number at the end of " + line, e);
    }
  }
}
