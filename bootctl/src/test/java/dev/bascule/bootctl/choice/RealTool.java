package dev.bascule.bootctl.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A boot loader's own tool, which has the last word. */
public final class RealTool {
  private RealTool() {}

  /** Skips the test where the tool is not installed; in continuous integration fails it. */
  public static Path require(String name) {
    var found = find(name);
    if ("true".equals(System.getenv("CI"))) {
      assertThat(found).as("%s must be installed: ./check --tools", name).isPresent();
    }
    assumeTrue(found.isPresent(), name + " is not installed: ./check --tools");
    return found.orElseThrow();
  }

  private static Optional<Path> find(String name) {
    return Stream
        .concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
            Stream.of("/usr/sbin", "/usr/lib/systemd"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a command, which must succeed, and gives what it printed. */
  public static String run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().putAll(environment);
    var process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    assertThat(process.exitValue()).as("%s: %s", command, output).isZero();
    return output;
  }
}
