package dev.bascule.updater.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.updater.UpdaterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {

  private static final byte[] CONTENT = "new".getBytes(StandardCharsets.UTF_8);

  @TempDir
  private Path directory;

  @Test
  void replacesAFileAndWhatACutLeftBesideIt() throws IOException {
    Path file = Files.writeString(directory.resolve("state"), "a longer old content");
    Files.writeString(directory.resolve("state.new"), "a longer torn content");

    DurableFile.write(file, CONTENT);

    assertThat(directory.resolve("state")).hasContent("new");
    assertThat(directory.resolve("state.new")).doesNotExist();
  }

  @Test
  void saysWhichFileCannotBeWrittenAndWhatToDo() throws IOException {
    Path noDirectory = Files.writeString(directory.resolve("state"), "a file");

    assertThatThrownBy(() -> DurableFile.write(noDirectory.resolve("below"), CONTENT))
        .isInstanceOfSatisfying(UpdaterException.class,
            e -> assertThat(e.remedy()).contains("has room"))
        .hasMessageContaining(noDirectory.resolve("below") + ": cannot be written: ");
  }

  @Test
  void writesThroughNoLinkUnderEitherName() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "somebody's");
    Files.createSymbolicLink(directory.resolve("state"), other);
    Files.createSymbolicLink(directory.resolve("state.new"), other);

    DurableFile.write(directory.resolve("state"), CONTENT);

    assertThat(other).hasContent("somebody's");
    assertThat(directory.resolve("state")).hasContent("new");
    assertThat(Files.isSymbolicLink(directory.resolve("state"))).isFalse();
  }
}
