package dev.bascule.lab.boot;

import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * libubootenv's own reader, beside the model of U-Boot's.
 *
 * @param directory for files, its own
 */
public record FwPrintenv(Path directory) {

  /** The program; Debian's package is another's name. */
  public static final Tool TOOL = new Tool("fw_printenv", "libubootenv-tool");

  /** What it makes of two copies of the same length; empty if it takes none. */
  public Optional<Map<String, String>> read(byte[] first, byte[] second) throws IOException {
    Path one = Files.write(directory.resolve("copy1"), first);
    Path two = Files.write(directory.resolve("copy2"), second);
    Path config = directory.resolve("fw_env.config");
    Files.writeString(config, "%s 0x0 0x%x%n%s 0x0 0x%x%n".formatted(one, first.length, two,
        second.length), StandardCharsets.UTF_8);
    Outcome outcome = TOOL.command("-c", config.toString()).attempt();
    if (outcome.exitCode() != 0) {
      return Optional.empty();
    }
    Map<String, String> variables = new TreeMap<>();
    outcome.output().lines().forEach(line -> {
      int equals = line.indexOf('=');
      variables.put(line.substring(0, equals), line.substring(equals + 1));
    });
    return Optional.of(variables);
  }

  /** The same by the model. */
  public static Optional<Map<String, String>> model(byte[] first, byte[] second) {
    UbootEnvironment environment = UbootEnvironment.load(first, second);
    return environment.counts() == 0
        ? Optional.empty()
        : Optional.of(new TreeMap<>(environment.variables()));
  }
}
