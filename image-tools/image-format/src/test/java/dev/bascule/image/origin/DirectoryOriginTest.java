package dev.bascule.image.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryOriginTest {

  @TempDir
  private Path outside;
  private Path directory;
  private DirectoryOrigin origin;

  @BeforeEach
  void makeADirectory() throws IOException {
    directory = outside.resolve("repository");
    Files.createDirectories(directory.resolve("metadata"));
    Files.writeString(directory.resolve("metadata/a b+c%2F"), "0123456789");
    Files.writeString(outside.resolve("secret"), "hidden");
    Files.createSymbolicLink(directory.resolve("link"), outside.resolve("secret"));
    Files.writeString(directory.resolveSibling("repository-too"), "hidden");
    origin = new DirectoryOrigin(directory);
  }

  @Test
  void givesAFileFromAnOffset() throws IOException {
    assertThat(read("metadata/a%20b+c%252F", 0)).contains("0123456789@0");
    assertThat(read("metadata/a%20b%2Bc%252F", 7)).contains("789@7");
    assertThat(read("metadata/a%20b+c%252F", 10)).contains("@10");
    assertThat(origin.name()).isEqualTo(directory.toString());
  }

  @Test
  void closesWhatItOpenedAndKnowsNoOtherPlace() throws IOException {
    Body body = origin.open("metadata/a%20b+c%252F", 0).orElseThrow();

    body.close();

    assertThatThrownBy(() -> body.stream().read()).isInstanceOf(ClosedChannelException.class);
    assertThat(origin.goElsewhere()).isFalse();
  }

  /** A hostile repository chooses the names of its roles; a NUL is one that no file here can have. */
  @ParameterizedTest
  @ValueSource(strings = {"nothing", "metadata", "", "/", ".", "..", "../secret", "%2E%2E/secret",
      "%2e%2e%2fsecret", "metadata/../../secret", "metadata%2F..%2F..%2Fsecret",
      "../repository-too",
      "link", "metadata/3.%00.json", "%00", "metadata/a%00b/../a%20b+c%252F"})
  void findsNothingOutsideAndNothingButFiles(String path) throws IOException {
    assertThat(read(path, 0)).isEmpty();
  }

  private Optional<String> read(String path, long offset) throws IOException {
    Optional<Body> found = origin.open(path, offset);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (Body body = found.get()) {
      return Optional.of(new String(body.stream().readAllBytes(), UTF_8) + "@" + body.start());
    }
  }
}
