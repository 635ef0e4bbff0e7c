package dev.bascule.updater.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real program that has the last word. */
public final class Tool {

  private Tool() {}

  /** Skips the test where a tool is missing, except where all must be there. */
  public static void require(String name) {
    boolean there = List.of("/usr/sbin/", "/sbin/", "/usr/bin/")
        .stream()
        .anyMatch(path -> Files.isExecutable(Path.of(path + name)));
    if (!there && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(name + " is not installed");
    }
    assumeTrue(there, name + " is not installed");
  }

  /** Runs a real tool, which must succeed, and gives what it printed. */
  public static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as(command + ": " + said).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return said;
  }
}
