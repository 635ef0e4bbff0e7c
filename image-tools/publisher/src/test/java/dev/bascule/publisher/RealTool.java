package dev.bascule.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A program of the system's that judges what we wrote.
 *
 * @param environment what it finds in its environment beside the test's own
 */
public record RealTool(String name, Map<String, String> environment) {

  public RealTool {
    environment = Map.copyOf(environment);
  }

  /** A tool that must be there in continuous integration; elsewhere the test is skipped without it. */
  public static RealTool require(String name) {
    boolean there = Arrays.stream(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    if (!there && "true".equals(System.getenv("CI"))) {
      Assertions.fail(name + " is not installed; ./check --tools installs it");
    }
    Assumptions.assumeTrue(there, name + " is not installed");
    return new RealTool(name, Map.of());
  }

  /** The same tool with a variable in its environment. */
  public RealTool with(String variable, String value) {
    return new RealTool(name, Map.of(variable, value));
  }

  /** Runs the tool to its end; it must succeed. Gives what it printed, errors and all. */
  public String run(String... arguments) throws IOException {
    return run(new String[0], arguments);
  }

  /** The same with arguments in two parts. */
  public String run(String[] first, String... rest) throws IOException {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(List.of(first));
    command.addAll(List.of(rest));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      Assertions.assertEquals(0, process.waitFor(), () -> command + " says: " + output);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return output;
  }
}
