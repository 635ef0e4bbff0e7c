package dev.bascule.publisher.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** When an image may be removed. */
final class RemovalOptions {

  @Option(names = "--withdrawn-for", paramLabel = "SPAN", defaultValue = "7d",
      description = "How long a version that is removed must have been withdrawn (default: 7d): longer than any device may take to read it.")
  private Duration withdrawnFor = Duration.ofDays(7);

  Duration withdrawnFor() {
    return withdrawnFor;
  }
}
