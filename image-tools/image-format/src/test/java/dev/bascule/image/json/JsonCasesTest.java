package dev.bascule.image.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Documents that are no JSON, one file each, named for what is wrong, and some that are. They are the classes of
 * JSONTestSuite (its {@code n_} and {@code y_}), written anew; what only this reader refuses is in
 * {@link StrictJsonTest}.
 */
class JsonCasesTest {

  private static final int LIMIT = 1 << 20;

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatIsNotJson(Path file) throws IOException {
    byte[] document = Files.readAllBytes(file);

    assertThatThrownBy(() -> StrictJson.parse(document, LIMIT)).isInstanceOf(JsonException.class)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void readsWhatIsJson(Path file) throws IOException {
    assertThat(StrictJson.parse(Files.readAllBytes(file), LIMIT)).isNotNull();
  }

  /** A document inside another one is as wrong as alone: the reader's place does not matter. */
  @ParameterizedTest
  @MethodSource("accepted")
  void readsItInsideAnotherToo(Path file) throws IOException {
    byte[] document = Files.readAllBytes(file);
    boolean deepest = file.getFileName().toString().equals("arrays-sixty-four.json");
    byte[] wrapped = new byte[document.length + 2];
    wrapped[0] = '[';
    System.arraycopy(document, 0, wrapped, 1, document.length);
    wrapped[wrapped.length - 1] = ']';

    if (deepest) {
      assertThatThrownBy(() -> StrictJson.parse(wrapped, LIMIT)).isInstanceOf(JsonException.class);
    } else {
      assertThat(StrictJson.parse(wrapped, LIMIT).get(0))
          .isEqualTo(StrictJson.parse(document, LIMIT));
    }
  }

  @Test
  void hasAsManyCasesAsTheSuite() throws Exception {
    assertThat(files("refused")).hasSizeGreaterThanOrEqualTo(188);
    assertThat(files("accepted")).hasSizeGreaterThanOrEqualTo(25);
  }

  static Stream<Named<Path>> refused() throws Exception {
    return named("refused");
  }

  static Stream<Named<Path>> accepted() throws Exception {
    return named("accepted");
  }

  private static Stream<Named<Path>> named(String directory) throws Exception {
    return files(directory).stream()
        .map(file -> Named.of(file.getFileName().toString().replace(".json", ""), file));
  }

  private static List<Path> files(String directory) throws IOException, URISyntaxException {
    URL resource = JsonCasesTest.class.getResource(directory);
    assertThat(resource).isNotNull();
    Path place = Path.of(Objects.requireNonNull(resource).toURI());
    try (Stream<Path> files = Files.list(place)) {
      return files.sorted().toList();
    }
  }
}
