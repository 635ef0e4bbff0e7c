package dev.bascule.bootctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program of the system that judges what we wrote. */
public record ExternalTool(Path program) {

  /** Finds a tool; where there is none the test is skipped, and fails where CI is {@code true}. */
  public static ExternalTool require(String name) {
    var found = Stream
        .concat(Stream.of(System.getenv("PATH").split(":", -1)), Stream.of("/usr/sbin", "/sbin"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
    if ("true".equals(System.getenv("CI"))) {
      assertThat(found).as(name + " is needed where CI=true").isPresent();
    }
    assumeTrue(found.isPresent(), name + " is not installed");
    return new ExternalTool(found.orElseThrow());
  }

  /** Runs it, expects it to succeed, and gives all that it printed. */
  public String run(Object... arguments) throws IOException, InterruptedException {
    var result = attempt(arguments);
    assertThat(result.code()).as(program + " " + List.of(arguments) + "\n" + result.output())
        .isZero();
    return result.output();
  }

  /** Runs it and tells how it ended. */
  public Result attempt(Object... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(program.toString());
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    var process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  /** How a run ended. */
  public record Result(int code, String output) {}
}
