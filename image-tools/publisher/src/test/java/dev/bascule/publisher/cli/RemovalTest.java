package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.cli.Desk.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that go: 1.0.0, 1.1.0 and 1.2.0 are published with a delta each, 1.2.0 is offered. */
class RemovalTest {

  private static final String REMOVE =
      "remove --repo @repo --root @root.json --model board --keys @keys --json --version ";
  private static final String WITHDRAW =
      "withdraw --repo @repo --model board --keys @keys --version ";

  @TempDir(factory = InMemory.class)
  private Path directory;
  private Desk desk;

  @BeforeEach
  void publishThreeReleases() throws IOException {
    desk = new Desk(directory).repository();
    byte[] volume = new byte[1 << 20];
    new SplittableRandom(1).nextBytes(volume);
    for (int release = 0; release < 3; release++) {
      volume[release]++;
      Files.write(desk.path("volume"), volume);
      String version = "1." + release + ".0";
      desk.ok("build root=@volume --model board --version " + version + " --release "
          + (release + 1) + " --level 1 --out @build-" + release);
      desk.ok("publish --repo @repo --model board --image @build-" + release
          + " --channel stable --keys @keys --deltas 1 --delta-level 1");
    }
    Files.createDirectory(desk.path("store"));
  }

  @Test
  void letsTheStoresDropTheFilesOfWhatNobodyWants() throws IOException {
    desk.ok("mirror @store --repo @repo");
    desk.ok(WITHDRAW + "1.0.0");
    desk.later(Duration.ofDays(7));
    desk.ok(REMOVE + "1.0.0 --dry-run");
    assertThat(desk.ok("log --repo @repo --last 1").out()).contains("+ withdrawn: 1.0.0");

    assertThat(desk.ok(REMOVE + "1.0.0").json().at("/removed/0").asText()).isEqualTo("1.0.0");

    assertThat(desk.ok("log --repo @repo --last 1").out()).contains("removed image 1.0.0");
    desk.ok("verify --repo @repo");
    desk.ok("mirror @store --repo @repo --prune --grace 0s");
    assertThat(files("store", "1.0.0")).as("a snapshot names it that is good").isEqualTo(3);
    desk.later(Duration.ofDays(60));
    desk.ok("refresh --repo @repo --within 7d --keys @keys/online.key");
    desk.ok("mirror @store --repo @repo --prune --grace 0s");
    assertThat(files("store", "1.0.0")).isZero();
    assertThat(files("store", "1.1.0")).isEqualTo(4);
    desk.ok("verify --repo @store");
  }

  @Test
  void keepsWhatIsWithdrawnSoThoughThereIsNoImageOfItAnyMore() {
    desk.ok(WITHDRAW + "1.0.0");
    desk.ok(REMOVE + "1.0.0 --withdrawn-for 0s");

    desk.ok("offer --repo @repo --model board --channel beta --version 1.1.0 --keys @keys");
    assertThat(desk.ok("status --repo @repo").out()).contains("withdrawn: 1.0.0");
    assertThat(refusal(REMOVE + "1.0.0")).isEqualTo("no-such-image");
    assertThat(refusal("offer --json --repo @repo --model board --channel beta --version 1.0.0 "
        + "--keys @keys")).isEqualTo("no-such-image");
    assertThat(refusal("publish --json --repo @repo --model board --image @build-0 --keys @keys"))
        .isEqualTo("version-exists");
  }

  @Test
  void removesNothingThatADeviceMayWant() {
    assertThat(refusal(REMOVE + "1.2.0")).as("offered").isEqualTo("still-needed");
    assertThat(refusal(REMOVE + "1.0.0")).as("may be asked for").isEqualTo("not-withdrawn");
    assertThat(refusal(REMOVE + "1.5.0")).isEqualTo("no-such-image");
    desk.ok(WITHDRAW + "1.0.0");
    desk.later(Duration.ofDays(6));
    Ran soon = desk.run(REMOVE + "1.0.0");
    assertThat(soon.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(soon.err()).contains("withdrawn since 2027-01-01T00:00:00Z only",
        "come back at 2027-01-08T00:00:00Z");
    desk.ok(WITHDRAW + "1.1.0");
    desk.later(Duration.ofDays(8));

    Ran linked = desk.run(REMOVE + "1.1.0");
    assertThat(linked.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(linked.err()).contains("devices that are behind come to 1.2.0 by the delta");
    desk.ok(REMOVE + "1.0.0");
  }

  @Test
  void letsThoseSignWhoseKeysAreElsewhere() {
    desk.ok(WITHDRAW + "1.0.0");
    desk.later(Duration.ofDays(8));
    String draft = "draft --repo @repo --model board --remove ";
    desk.ok(draft + "1.0.0 --out @images.json");
    String publish = "remove --json --repo @repo --model board --signed @images.json "
        + "--keys @keys/online.key --version ";
    assertThat(refusal(publish + "1.0.0")).isEqualTo("not-signed");
    desk.ok("sign @images.json --keys @keys/images.key");
    desk.ok(WITHDRAW + "1.1.0");
    assertThat(refusal(publish + "1.0.0 --version 1.1.0 --withdrawn-for 0s"))
        .isEqualTo("still-needed");

    desk.ok(publish + "1.0.0");

    assertThat(desk.ok("log --repo @repo --last 1").out()).contains("removed image 1.0.0");
    assertThat(desk.run(draft + "1.2.0 --out @other.json").exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(desk.run("draft --repo @repo --model board --out @other.json").err())
        .contains("expected either --image or --remove");
    desk.ok("verify --repo @repo");
  }

  @Test
  void publishesNoSignedListThatChangesAnythingElse() {
    desk.ok(WITHDRAW + "1.0.0");
    desk.ok("draft --repo @repo --model board --remove 1.0.0 --withdrawn-for 0s "
        + "--out @images.json");
    desk.ok("sign @images.json --keys @keys/images.key");
    desk.ok("offer --repo @repo --model board --channel stable --version 1.1.0 --keys @keys");
    desk.ok(WITHDRAW + "1.2.0");

    assertThat(refusal("remove --json --repo @repo --model board --signed @images.json "
        + "--keys @keys/online.key --withdrawn-for 0s --version 1.2.0"))
        .isEqualTo("target-differs");
  }

  @Test
  void countsFromTheLastTimeThatItWasWithdrawn() {
    desk.ok(WITHDRAW + "1.0.0");
    desk.later(Duration.ofDays(10));
    desk.ok("offer --repo @repo --model board --channel beta --version 1.0.0 --keys @keys");
    desk.ok(WITHDRAW + "1.0.0");

    assertThat(refusal(REMOVE + "1.0.0")).isEqualTo("not-withdrawn");
  }

  private String refusal(String command) {
    Ran ran = desk.run(command);
    assertThat(ran.exit()).as(ran.err()).isEqualTo(ExitCode.REFUSED);
    try {
      return ran.json().at("/error/reason").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long files(String place, String version) throws IOException {
    try (Stream<Path> files = Files.walk(desk.path(place))) {
      return files.filter(Files::isRegularFile)
          .filter(file -> file.toString().contains("/images/" + version + "/"))
          .count();
    }
  }
}
