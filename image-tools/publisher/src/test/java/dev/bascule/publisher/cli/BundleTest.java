package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.bundle.BundleFile;
import dev.bascule.image.bundle.BundleOrigin;
import dev.bascule.image.bundle.FileSource;
import dev.bascule.publisher.RealTool;
import dev.bascule.publisher.cli.Desk.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bascule-image bundle}, judged by GNU tar and by the devices' own reader. */
class BundleTest {

  private static final String BUNDLE = "bundle --repo @repo --out @stick/update.bascule";

  @TempDir
  private Path directory;
  @SuppressWarnings("NullAway.Init") // made before each test
  private Desk desk;

  @BeforeEach
  void publishTwoVersions() throws IOException {
    desk = new Desk(directory).repository().image("1.0.0", 1).image("1.1.0", 2);
    for (String version : List.of("1.0.0", "1.1.0")) {
      desk.ok("publish --repo @repo --model board --image @build-" + version
          + " --channel stable --keys @keys");
    }
    Files.createDirectory(desk.path("stick"));
  }

  @Test
  void holdsWhatADeviceReadsInItsOrder() throws IOException {
    Ran ran = desk.ok(BUNDLE);

    assertThat(ran.out()).contains("image    board 1.1.0", "good     until 2027-01-08T00:00:0")
        .doesNotContain("1.0.0");
    assertThat(names()).extracting(name -> name.replaceAll("[0-9a-f]{64}", "SHA")
        .replaceAll("[0-9a-f]{12}[.]delta", "BASE.delta"))
        .containsExactly("metadata/1.root.json", "metadata/timestamp.json",
            "metadata/4.snapshot.json", "metadata/2.targets.json", "metadata/2.board-rollout.json",
            "targets/board/SHA.catalog.json", "metadata/2.board-images.json",
            "targets/board/images/1.1.0/SHA.image.json",
            "targets/board/images/1.1.0/SHA.root.tiles",
            "targets/board/images/1.1.0/SHA.root.BASE.delta",
            "targets/board/images/1.1.0/SHA.root.full");
  }

  @Test
  void comesOutTheSameEachTime() throws IOException {
    Ran first = desk.ok(BUNDLE + " --json");
    byte[] bytes = Files.readAllBytes(bundle());
    desk.later(Duration.ofDays(1));
    Ran second = desk.ok(BUNDLE + " --json");

    assertThat(Files.readAllBytes(bundle())).isEqualTo(bytes);
    assertThat(second.out()).isEqualTo(first.out());
    JsonNode json = first.json();
    assertThat(json.get("bytes").asLong()).isEqualTo(bytes.length);
    assertThat(json.at("/images/0/version").asText()).isEqualTo("1.1.0");
    assertThat(RealTool.require("sha256sum").run(bundle().toString()))
        .startsWith(json.get("sha256").asText());
  }

  @Test
  void isARepositoryOnceGnuTarHasUnpackedIt() throws IOException {
    desk.ok(BUNDLE);
    RealTool tar = RealTool.require("tar");

    assertThat(tar.run("-tvf", bundle().toString()).lines())
        .hasSize(12)
        .allMatch(line -> line.startsWith("-rw-r--r-- 0/0 "))
        .first()
        .asString()
        .endsWith("1970-01-01 00:00 bundle.json");
    tar.run("-xf", bundle().toString(), "-C", desk.path("stick").toString());
    Files.delete(bundle());
    Files.delete(desk.path("stick/bundle.json"));
    Ran verify = desk.run("verify --json --repo @stick");
    assertThat(verify.json().get("problems")).as("all that is missing is the other version's")
        .isNotEmpty()
        .allMatch(problem -> problem.asText().startsWith("board/images/1.0.0/"));
  }

  @Test
  void holdsTheVersionsThatAreNamed() throws IOException {
    Ran ran = desk.ok(BUNDLE + " --model board --version 1.1.0 --version 1.0.0");

    assertThat(ran.err()).contains("warning: board 1.0.0 is offered by no channel")
        .doesNotContain("board 1.1.0 is");
    try (BundleOrigin origin = new BundleOrigin(new FileSource(bundle()))) {
      assertThat(origin.index().versions("board")).hasToString("[1.0.0, 1.1.0]");
    }
  }

  @Test
  void leavesNothingWhereADeviceWouldRefuseIt() throws IOException {
    desk.ok(BUNDLE);
    byte[] before = Files.readAllBytes(bundle());
    Path payload = file("repo/targets/board/images/1.1.0", ".root.full");
    byte[] content = Files.readAllBytes(payload);
    content[content.length - 1] ^= 1;
    Files.write(payload, content);

    Ran ran = desk.run(BUNDLE);
    assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ran.err()).contains("board/images/1.1.0/root.full: expected SHA-256");
    assertThat(Files.readAllBytes(bundle())).isEqualTo(before);
    assertThat(desk.path("stick")).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void refusesWhatTheRepositoryDoesNotHave() {
    assertThat(desk.run(BUNDLE + " --model other").err()).contains("other", "no such role");
    Ran ran = desk.run(BUNDLE + " --version 9.9.9");
    assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ran.err()).contains("board 9.9.9: the repository has no such image");
    desk.ok("withdraw --repo @repo --model board --version 1.1.0 --keys @keys");
    assertThat(desk.run(BUNDLE).err()).contains("no channel offers anything");
    assertThat(bundle()).doesNotExist();
  }

  @Test
  void refusesToBundleWhatHasExpired() {
    desk.later(Duration.ofDays(10));

    Ran ran = desk.run(BUNDLE);
    assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ran.err()).contains("timestamp: version", "bascule-image refresh --role timestamp");
    assertThat(bundle()).doesNotExist();
  }

  private Path bundle() {
    return desk.path("stick/update.bascule");
  }

  private List<String> names() throws IOException {
    try (BundleOrigin origin = new BundleOrigin(new FileSource(bundle()))) {
      return origin.index().files().stream().map(BundleFile::name).toList();
    }
  }

  private Path file(String place, String end) throws IOException {
    try (Stream<Path> files = Files.list(desk.path(place))) {
      return files.filter(name -> name.toString().endsWith(end)).findFirst().orElseThrow();
    }
  }
}
