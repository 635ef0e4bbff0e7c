package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the shipped units call: systemd takes any words, and only a start shows that they make no sense. */
final class UnitCommandsTest {

  private static final Path UNITS = Path.of("../systemd");
  private static final Pattern CALL = Pattern.compile("/usr/bin/bascule ([^|'\n]+)");

  @ParameterizedTest
  @MethodSource("calls")
  void makesSenseToTheCommand(String call) {
    assertThatCode(() -> Main.specification().commandLine().parseArgs(call.strip().split(" ")))
        .doesNotThrowAnyException();
  }

  @Test
  void callsOfAllUnitsAreFound() throws IOException {
    assertThat(calls()).contains("page --idle 5m", "daemon --bus", "status --json ")
        .hasSizeGreaterThan(7);
  }

  private static List<String> calls() throws IOException {
    try (Stream<Path> files = Files.list(UNITS)) {
      return files.filter(Files::isRegularFile)
          .sorted()
          .flatMap(UnitCommandsTest::callsOf)
          .toList();
    }
  }

  private static Stream<String> callsOf(Path unit) {
    try {
      return CALL.matcher(Files.readString(unit))
          .results()
          .map(found -> found.group(1));
    } catch (IOException e) {
      throw new AssertionError(unit.toString(), e);
    }
  }
}
