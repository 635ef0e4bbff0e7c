package dev.bascule.updater.slot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.bascule.image.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubPointTest {

  private static final Sha256 IMAGE = Sha256.digest(new byte[1]);

  private final Path file =
      Jimfs.newFileSystem(Configuration.unix()).getPath("/slots/B.scrub.json");

  @Test
  void readsWhatItWroteOfTheSameImage() throws IOException {
    ScrubPoint point = new ScrubPoint(IMAGE, "root", 1234, 5);
    assertThat(ScrubPoint.read(file, IMAGE)).isEmpty();

    point.write(file);

    assertThat(ScrubPoint.read(file, IMAGE)).contains(point);
    assertThat(ScrubPoint.read(file, Sha256.digest(new byte[2]))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[]", "null", "{\"manifest_sha256\":\"x\"}"})
  void beginsAnewWhereTheFileIsTorn(String torn) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, torn);

    assertThat(ScrubPoint.read(file, IMAGE)).isEmpty();
  }
}
