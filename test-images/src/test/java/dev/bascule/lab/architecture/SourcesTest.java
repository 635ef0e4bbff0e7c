package dev.bascule.lab.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House rules that only the sources show. */
final class SourcesTest {

  private static final int MAX_LINES = 400;
  /** Homes and workplaces of one machine; what every Linux has is not among them. */
  private static final Pattern MACHINE_PATH =
      Pattern.compile("[\"' (]/(work|root|home|Users|tmp)/");

  @Test
  void noFileIsLongerThanOneCanTalkOver() throws IOException {
    assertThat(sources().stream().filter(source -> lines(source).size() > MAX_LINES)).isEmpty();
  }

  @Test
  void noFileNamesAPlaceOnOneMachine() throws IOException {
    assertThat(sources().stream()
        .filter(source -> lines(source).stream().anyMatch(MACHINE_PATH.asPredicate())))
        .isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(repository())) {
      List<Path> sources = files
          .filter(file -> file.toString().contains("/src/"))
          .filter(file -> file.toString().endsWith(".java"))
          .filter(Files::isRegularFile)
          .toList();
      assertThat(sources).hasSizeGreaterThan(50);
      return sources;
    }
  }

  private static List<String> lines(Path source) {
    try {
      return Files.readAllLines(source, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(source.toString(), e);
    }
  }

  /** The directory that holds the Maven wrapper, from this module's own upwards. */
  private static Path repository() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("mvnw"))) {
      here = here.resolve("..").normalize();
    }
    return here;
  }
}
