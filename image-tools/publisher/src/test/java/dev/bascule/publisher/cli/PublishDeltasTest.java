package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.cli.Desk.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From which images a new one gets deltas: 1.0.0 to 1.3.0 are published, 1.4.0 is built. */
class PublishDeltasTest {

  private static final String PUBLISH =
      "publish --repo @repo --model board --image @build-4 --keys @keys --delta-level 1 --json ";

  @TempDir(factory = InMemory.class)
  private Path directory;
  private Desk desk;

  @BeforeEach
  void publishFourReleases() throws IOException {
    desk = new Desk(directory).repository();
    byte[] volume = new byte[300_000];
    new SplittableRandom(1).nextBytes(volume);
    for (int release = 0; release <= 4; release++) {
      volume[release]++;
      Files.write(desk.path("volume"), volume);
      desk.ok("build root=@volume --model board --version 1." + release + ".0 --release "
          + (release + 1) + " --level 1 --out @build-" + release);
      if (release < 4) {
        desk.ok("publish --repo @repo --model board --image @build-" + release
            + " --keys @keys --no-delta");
      }
    }
  }

  @Test
  void madeFromTheThreeNewestUnlessToldOtherwise() throws IOException {
    assertThat(bases(desk.ok(PUBLISH))).containsExactly("1.3.0", "1.2.0", "1.1.0");
    desk.ok("verify --repo @repo");
  }

  @Test
  void madeFromAsManyAsAskedFor() throws IOException {
    assertThat(bases(desk.ok(PUBLISH + "--deltas 1"))).containsExactly("1.3.0");
  }

  @Test
  void madeFromAllWhereThereAreFewer() throws IOException {
    assertThat(bases(desk.ok(PUBLISH + "--deltas 16")))
        .containsExactly("1.3.0", "1.2.0", "1.1.0", "1.0.0");
  }

  @Test
  void notMadeAgainWhereThereIsOne() throws IOException {
    desk.ok("delta --image @build-4 --from @build-3 --level 1");

    assertThat(bases(desk.ok(PUBLISH + "--deltas 2"))).containsExactly("1.2.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--no-delta", "--deltas 0"})
  void notMadeIfNotWanted(String option) throws IOException {
    assertThat(bases(desk.ok(PUBLISH + option))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "17"})
  void noOtherNumberIsTaken(String number) {
    Ran ran = desk.run(PUBLISH + "--deltas " + number);

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("--deltas: expected 0 to 16, found " + number);
  }

  private static List<String> bases(Ran ran) throws IOException {
    return ran.json().path("deltas").findValuesAsText("from");
  }
}
