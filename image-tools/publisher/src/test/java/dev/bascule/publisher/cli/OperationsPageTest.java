package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.catalog.Seed;
import dev.bascule.image.catalog.Turn;
import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.tuf.Limits;
import dev.bascule.image.tuf.ReferenceTime;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.TrustedStore;
import dev.bascule.image.tuf.TufClient;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.cli.CommandPage.Block;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/operations.md, command by command, with a fleet whose devices verify the repository and ask for their turn. */
class OperationsPageTest {

  /** Files are named from where the reader stands. */
  private static final Pattern FILES =
      Pattern.compile("(keys|repository|build|published)(/.*)?|[^/]*\\.(json|img|svg|toml)");

  private static final Path PAGE = Path.of("..", "..", "docs", "operations.md");
  private static final int DEVICES = 2_000;

  @TempDir(factory = InMemory.class)
  private Path directory;
  private final Map<String, Block> sections = new HashMap<>();
  private Desk desk;
  private @Nullable TufClient client;

  @BeforeEach
  void sitDown() throws IOException {
    desk = new Desk(directory);
    for (String version : List.of("1.0.0", "1.1.0", "1.2.0", "1.2.1")) {
      Files.writeString(directory.resolve("root-" + version + ".img"),
          ("the content of " + version).repeat(500));
    }
    for (Block block : CommandPage.read(PAGE).blocks()) {
      assertThat(sections.put(block.title(), block)).as(block.title()).isNull();
    }
  }

  @Test
  void everySectionDoesWhatItSays() throws IOException {
    run("Keys and a repository");
    run("The first version");
    run("What is in an image");
    assertThat(fleet("1.0.0")).isEqualTo(DEVICES);
    Files.createDirectory(directory.resolve("published"));
    run("To where devices read it");
    desk.ok("verify --repo @published");
    run("From cron");
    aVersionGoesOut();
    run("It is everybody's");
    assertThat(fleet("1.1.0")).isEqualTo(DEVICES);
    theFleetIsAFile();
    aVersionIsRecalled();
    assertThat(sections).as("every section was walked through").isEmpty();
  }

  private void aVersionGoesOut() throws IOException {
    run("A new version is published");
    assertThat(Files.readString(directory.resolve("rollout.svg"))).startsWith("<svg");
    assertThat(fleet("1.0.0")).isEqualTo(DEVICES);

    run("It goes out in waves");
    assertThat(takes(0, "canary")).isEqualTo("1.1.0");
    assertThat(fleet("1.1.0")).as("a small first wave").isZero();
    later(Duration.ofDays(2));
    assertThat(fleet("1.1.0")).as("one in a thousand").isLessThan(10);
    later(Duration.ofDays(7));
    assertThat(fleet("1.1.0")).as("one in ten").isBetween(150, 250);
    later(Duration.ofDays(5));
    assertThat(fleet("1.1.0")).as("all").isEqualTo(DEVICES);
  }

  private void theFleetIsAFile() throws IOException {
    run("The fleet as a file");
    String page = Files.readString(PAGE);
    int example = page.indexOf("```toml\n[model.board]") + "```toml\n".length();
    Files.writeString(directory.resolve("fleet.toml"),
        page.substring(example, page.indexOf("```", example)));
    Desk.Ran plan = desk.run("plan @fleet.toml --repo @repository --root @root.json");
    assertThat(plan.exit()).isEqualTo(ExitCode.CHANGES);
    assertThat(page).as("what plan says").contains("\n" + plan.out() + "```");

    run("A change of the file");
    assertThat(fleet("1.1.0")).isEqualTo(DEVICES);
    assertThat(catalog().offer("beta")).contains(new Offer("beta", Version.parse("1.1.0")));
    desk.ok("plan @fleet.toml --repo @repository --root @root.json");

    later(Duration.ofDays(7));
    run("Old images go");
    desk.ok("verify --repo @published");
    assertThat(fleet("1.1.0")).isEqualTo(DEVICES);
  }

  private void aVersionIsRecalled() throws IOException {
    run("Something is wrong: halt");
    assertThat(takes(0, "canary")).isEqualTo("1.1.0");
    later(Duration.ofDays(30));
    assertThat(fleet("1.1.0")).as("nobody goes on").isEqualTo(DEVICES);

    run("It was nothing: resume");
    assertThat(takes(0, "canary")).isEqualTo("1.2.0");
    assertThat(fleet("1.2.0")).as("no rush after thirty days").isLessThan(10);
    later(Duration.ofHours(12));
    assertThat(fleet("1.2.0")).as("one in a hundred").isBetween(5, 40);

    run("It was something: recall");
    assertThat(fleet("1.1.0")).isEqualTo(DEVICES);
    assertThat(catalog().offer("stable"))
        .contains(new Offer("stable", Version.parse("1.1.0"), true));
    assertThat(catalog().withdrawn()).containsExactlyInAnyOrder(Version.parse("1.0.0"),
        Version.parse("1.2.0"));

    run("The repair goes out fast");
    later(Duration.ofHours(12));
    assertThat(fleet("1.2.1")).isEqualTo(DEVICES);
  }

  /** Runs a section's commands, a minute after each other. */
  private void run(String title) throws IOException {
    Block block = sections.remove(title);
    assertThat(block).as(title).isNotNull();
    if (block != null) {
      block.type(desk, FILES);
    }
  }

  /** Time passes, with what cron does every day. */
  private void later(Duration time) {
    desk.later(time);
    desk.ok("refresh --repo @repository --within 6d --keys @keys/online.key");
  }

  /** How many of the devices would take a version, or run it already. */
  private int fleet(String version) throws IOException {
    Catalog catalog = catalog();
    int count = 0;
    for (int device = 0; device < DEVICES; device++) {
      count += takes(catalog, device, null).equals(version) ? 1 : 0;
    }
    return count;
  }

  private String takes(int device, @Nullable String group) throws IOException {
    return takes(catalog(), device, group);
  }

  private String takes(Catalog catalog, int device, @Nullable String group) {
    Seed seed = new Seed(Sha256.digest(ByteBuffer.allocate(4).putInt(0, device)));
    Optional<Version> rolled = catalog.rollout("stable")
        .filter(rollout -> turn(rollout, seed, group))
        .map(Rollout::version);
    return rolled.or(() -> catalog.offer("stable").map(Offer::version)).orElseThrow().toString();
  }

  private boolean turn(Rollout rollout, Seed seed, @Nullable String group) {
    return switch (rollout.turn(seed, group, ZoneOffset.UTC, desk.now())) {
      case Turn.Come _,Turn.First _ -> true;
      case Turn.Waits _,Turn.Beyond _,Turn.Halted _ -> false;
    };
  }

  /** What a device verifies. */
  private Catalog catalog() throws IOException {
    TufClient device = client;
    if (device == null) {
      Path repository = directory.resolve("repository");
      device = new TufClient(
          new TrustedStore(Files.createDirectory(directory.resolve("device"))),
          Repository.at(new DirectoryOrigin(repository)),
          Files.readAllBytes(repository.resolve("metadata/1.root.json")),
          ReferenceTime.withoutFloor(desk::now), Limits.STANDARD);
      client = device;
    }
    device.refresh();
    return Catalog.decode(device.fetch(device.find("board/catalog.json").orElseThrow()));
  }
}
