package dev.bascule.lab.cli;

import dev.bascule.lab.manual.Manual;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lab manual}: what a package installs beside the programs. */
@Command(name = "manual",
    description = "Writes manual pages and bash completion of bascule, bascule-image and bascule-bootctl.",
    mixinStandardHelpOptions = true, footer = {"", "Example: read one.",
        "  test-images/lab manual manual && man manual/man1/bascule.1"})
final class ManualCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "Where to; made if it is not there.")
  private Path directory = Path.of("");

  @Override
  public Integer call() throws IOException {
    Manual.write(directory, BuildVersion.text());
    return ExitCode.DONE;
  }
}
