package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.cli.Desk.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bascule-image mirror}, typed with a directory as the store. Real servers are in the laboratory's MirrorIT. */
class MirrorTest {

  private static final String MIRROR = "mirror @store --repo @repo";

  @TempDir(factory = InMemory.class)
  private Path directory;
  private Desk desk;

  @BeforeEach
  void publishAVersion() throws IOException {
    desk = new Desk(directory).repository().image("1.0.0", 1).image("1.1.0", 2);
    publish("1.0.0");
    Files.createDirectory(desk.path("store"));
  }

  @Test
  void makesAStoreThatVerifies() throws IOException {
    Ran ran = desk.ok(MIRROR);

    assertThat(ran.out()).contains("shown      timestamp 3, the first one");
    assertThat(desk.ok("verify --repo @store --json").json().get("ok").asBoolean()).isTrue();
  }

  @Test
  void sendsOnlyWhatIsNew() throws IOException {
    desk.ok(MIRROR);
    publish("1.1.0");

    JsonNode json = desk.ok(MIRROR + " --json").json();

    assertThat(json.get("former").asInt()).isEqualTo(3);
    assertThat(json.get("version").asInt()).isEqualTo(4);
    assertThat(json.get("uploaded")).extracting(JsonNode::asText)
        .noneMatch(name -> name.contains("/1.0.0/"))
        .anyMatch(name -> name.matches("targets/board/images/1\\.1\\.0/.*\\.root\\.full"))
        .contains("metadata/4.snapshot.json");
    assertThat(json.get("checked").asInt()).as("the root").isEqualTo(1);
    desk.ok("verify --repo @store");
  }

  @Test
  void doesNothingTwice() throws IOException {
    desk.ok(MIRROR);
    SortedMap<String, FileTime> before = times();

    Ran ran = desk.ok(MIRROR);

    assertThat(ran.out()).contains("put        0 files, 0 B", "as before  timestamp 3");
    assertThat(times()).isEqualTo(before);
  }

  @Test
  void saysWhatItWouldDo() throws IOException {
    Ran ran = desk.ok(MIRROR + " --dry-run --prune");

    assertThat(ran.out()).contains("would put  9 files", "metadata/3.snapshot.json",
        "would show timestamp 3", "would drop 0 files");
    assertThat(times()).isEmpty();
  }

  @Test
  void refusesToGoBack() throws IOException {
    Files.createDirectory(desk.path("old"));
    copyTree(desk.path("repo"), desk.path("old"));
    publish("1.1.0");
    desk.ok(MIRROR);
    SortedMap<String, FileTime> before = times();

    Ran ran = desk.run("mirror @store --repo @old --json");

    assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ran.json().at("/error/reason").asText()).isEqualTo("store-ahead");
    assertThat(ran.err()).contains("timestamp version 3 or an earlier one, found 4");
    assertThat(times()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"true, ''", "true, --check", "false, --check"})
  void neverChangesAPublishedFile(boolean before, String check) throws IOException {
    if (!before) {
      desk.ok(MIRROR);
    }
    for (String name : List.of("3.snapshot.json", ".root.full", "1.root.json")) {
      Path file = store(name);
      byte[] right = Files.readAllBytes(repositoryFile(name));
      byte[] wrong = right.clone();
      wrong[wrong.length / 2] ^= 1;
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, wrong);

      Ran ran = desk.run(MIRROR + " --json " + check);

      assertThat(ran.exit()).as(ran.err()).isEqualTo(ExitCode.REFUSED);
      assertThat(ran.json().at("/error/reason").asText()).isEqualTo("store-differs");
      assertThat(ran.err()).contains(name, "remove it there");
      assertThat(Files.readAllBytes(file)).isEqualTo(wrong);
      Files.delete(file);
    }
    desk.ok(MIRROR);
    desk.ok("verify --repo @store");
  }

  @Test
  void sendsNothingThatIsNotWhatWasSigned() throws IOException {
    Path payload = repositoryFile(".root.full");
    byte[] wrong = Files.readAllBytes(payload);
    wrong[30] ^= 1;
    Files.write(payload, wrong);

    Ran ran = desk.run(MIRROR + " --json");

    assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ran.json().at("/error/reason").asText()).isEqualTo("target-differs");
    assertThat(desk.path("store/metadata/timestamp.json")).doesNotExist();
  }

  @Test
  void refusesATimestampThatIsNone() throws IOException {
    Files.createDirectory(desk.path("store/metadata"));
    Files.writeString(desk.path("store/metadata/timestamp.json"), "{}");

    Ran ran = desk.run(MIRROR + " --json");

    assertThat(ran.json().at("/error/reason").asText()).isEqualTo("store-differs");
    assertThat(ran.err()).contains("expected a timestamp");
  }

  @Test
  void refusesWhatADeviceWouldRefuse() {
    desk.later(Duration.ofDays(8));

    Ran ran = desk.run(MIRROR);

    assertThat(ran.exit()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("timestamp", "expired");
  }

  @Test
  void doesNotFillTheDirectoryBelowAMissingMount() {
    Ran ran = desk.run("mirror @nowhere --repo @repo --json");

    assertThat(ran.exit()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("expected a directory, found none");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "mirror ftp://x/ --repo @repo|expected s3://, https:// or a directory",
      "mirror @store --repo @repo --user me|--user and --token are for https://",
      "mirror @store --repo @repo --region x|are for s3://",
      "mirror https://x/ --repo @repo --user me --token|expected --user or --token",
      "mirror @store --repo @repo --parallel 0|expected 1 to 64",
      "mirror s3://x/ --repo @repo|expected s3://BUCKET"
  })
  void explainsWrongWords(String line, String expected) {
    Ran ran = desk.run(line);

    assertThat(ran.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains(expected);
  }

  @Test
  void prunesOnlyWhatNoUnexpiredSnapshotNames() throws IOException {
    desk.ok(MIRROR);
    String catalog = names("catalog.json").getFirst();
    desk.later(Duration.ofDays(1));
    publish("1.1.0");
    desk.ok(MIRROR + " --prune --grace 0s");
    assertThat(names("catalog.json")).as("the first snapshot is good for 30 days")
        .hasSize(2)
        .contains(catalog);
    assertThat(desk.path("store/metadata/3.snapshot.json")).exists();

    desk.later(Duration.ofDays(30));
    desk.ok("refresh --repo @repo --within 7d --keys @keys/online.key");
    assertThat(desk.ok(MIRROR + " --prune --grace 99999d").out()).contains("removed    0 files");
    assertThat(desk.ok(MIRROR + " --prune --grace 0s --dry-run").out()).contains(catalog);
    JsonNode json = desk.ok(MIRROR + " --prune --grace 0s --json").json();

    assertThat(json.get("removed")).extracting(JsonNode::asText)
        .contains("metadata/3.snapshot.json", catalog)
        .noneMatch(name -> name.contains("root.json") || name.contains("/images/"));
    assertThat(names("catalog.json")).hasSize(1);
    desk.ok("verify --repo @store");
  }

  @Test
  void removesNothingWhileItIsNotKnownWhatASnapshotNames() throws IOException {
    desk.ok(MIRROR);
    Files.writeString(desk.path("store/metadata/2.snapshot.json"), "{}");
    Files.delete(desk.path("repo/metadata/2.snapshot.json"));

    Ran ran = desk.run(MIRROR + " --prune --grace 0s --json");

    assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ran.err()).contains("2.snapshot.json", "nothing is removed");
  }

  private void publish(String version) {
    desk.ok("publish --repo @repo --model board --image @build-" + version
        + " --channel stable --keys @keys");
  }

  private Path repositoryFile(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(desk.path("repo"))) {
      return files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }

  /** Where a file of the repository is in the store. */
  private Path store(String suffix) throws IOException {
    return desk.path("store")
        .resolve(desk.path("repo").relativize(repositoryFile(suffix)).toString());
  }

  private List<String> names(String suffix) throws IOException {
    return times().keySet().stream().filter(name -> name.endsWith(suffix)).toList();
  }

  private SortedMap<String, FileTime> times() throws IOException {
    SortedMap<String, FileTime> times = new TreeMap<>();
    Path store = desk.path("store");
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        times.put(store.relativize(file).toString(), Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.filter(path -> !path.equals(from)).toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
