package dev.bascule.publisher.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The repository of a command that changes nothing in it. */
final class ReadRepositoryOption {

  @Option(names = "--repo", paramLabel = "DIR", required = true,
      description = "The repository's directory; it is only read.")
  private Path directory = Path.of("");

  Path directory() {
    return directory;
  }
}
