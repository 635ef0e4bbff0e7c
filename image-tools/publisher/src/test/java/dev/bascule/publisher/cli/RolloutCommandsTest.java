package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.catalog.Wave;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.cli.Desk.Ran;
import dev.bascule.publisher.repository.CatalogReader;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rollouts, typed at the command line: 1.0.0 is offered, 1.1.0 is published. */
class RolloutCommandsTest {

  private static final Version OLD = Version.parse("1.0.0");
  private static final Version NEW = Version.parse("1.1.0");
  private static final String SIGNED =
      " --repo @repo --model board --keys @keys/rollout.key @keys/online.key ";
  private static final String START =
      "rollout start --channel stable --version 1.1.0" + SIGNED;

  @TempDir(factory = InMemory.class)
  private Path directory;
  private Desk desk;

  @BeforeEach
  void makeARepositoryWithTwoImages() throws IOException {
    desk = new Desk(directory).twoImages();
  }

  @Test
  void beginsWithFewDevicesUnlessToldOtherwise() throws IOException {
    Ran ran = desk.ok(START);

    assertThat(ran.out()).contains("board stable: 1.1.0 has reached 0.0 % of the devices",
        "(until now 1.0.0)", "wave 1: 1%, from 2027-01-01T00:00:00Z to 2027-01-01T12:00:00Z, "
            + "then 12 hours of rest");
    Catalog catalog = catalog();
    assertThat(catalog.offer("stable")).contains(new Offer("stable", OLD));
    assertThat(rollout().start()).isEqualTo(desk.now());
    assertThat(rollout().waves().getFirst().share()).isLessThanOrEqualTo(Wave.ALL / 100);
    assertThat(rollout().waves().getLast().share()).isEqualTo(Wave.ALL);
    desk.ok("verify --repo @repo");
  }

  @Test
  void takesWavesOfOnesOwn() throws IOException {
    desk.ok(START + "--wave 0.05%:1h:2h --wave 50%:1d --start 2030-02-04T08:00:00 --local-time "
        + "--first lab --first canary");

    assertThat(rollout()).isEqualTo(new Rollout("stable", NEW,
        Instant.parse("2030-02-04T08:00:00Z"), true,
        List.of(new Wave(500, Duration.ofHours(1), Duration.ofHours(2)),
            new Wave(500_000, Duration.ofDays(1), Duration.ZERO)),
        null, Set.of("lab", "canary")));
    assertThat(desk.ok("status --repo @repo --within 1s").out())
        .contains("stable rolls out 1.1.0 from 2030-02-04T08:00:00\n");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"--wave 10% | SHARE:LENGTH", "--wave 0%:1d | more than 0%",
      "--wave 101%:1d | more than 0%", "--wave 10:1d | such as 0.1%",
      "--wave 10%:1s | length: expected 60", "--wave 20%:1d --wave 10%:1d | reaches more than",
      "--wave 20%:1d --waves urgent | found both", "--waves slow | slow",
      "--start 2030-02-04T08:00:00 | 2030-01-31T08:00:00Z",
      "--start 2030-02-04T08:00:00Z --local-time | as in 2030-01-31T08:00:00",
      "--local-time | expected a --start", "--first Lab | groups"})
  void refusesWavesThatMakeNoSense(String options, String message) throws IOException {
    Ran ran = desk.run(START + options);

    assertThat(ran.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains(message);
    assertThat(catalog().rollouts()).isEmpty();
  }

  @Test
  void haltsAndGoesOnWhereItWas() throws IOException {
    desk.ok(START + "--wave 100%:100h");
    desk.later(Duration.ofHours(10));
    Ran halted = desk.ok("rollout halt --channel stable --json" + SIGNED);
    assertThat(halted.json().at("/rollout/state").asText()).isEqualTo("halted");
    assertThat(halted.json().at("/rollout/before/state").asText()).isEqualTo("running");
    assertThat(desk.ok("rollout halt --channel stable" + SIGNED).out())
        .contains("(as before)", "nothing to publish");

    desk.later(Duration.ofHours(50));
    assertThat(status().at("/rollouts/0/share").asDouble()).isEqualTo(0.1);
    desk.ok("rollout resume --channel stable" + SIGNED);
    assertThat(status().at("/rollouts/0/share").asDouble()).isEqualTo(0.1);
    desk.later(Duration.ofHours(90));
    assertThat(status().at("/rollouts/0/state").asText()).isEqualTo("done");
    assertThat(desk.ok("rollout status --repo @repo").out()).contains("if all is well: "
        + "bascule-image offer --model board --channel stable --version 1.1.0");

    assertThat(desk.ok("offer --channel stable --version 1.1.0" + SIGNED).out())
        .contains("the rollout of 1.1.0 ends");
    assertThat(catalog()).isEqualTo(Catalog.empty().withOffer(new Offer("stable", NEW)));
  }

  @Test
  void saysThatThereIsNothingToHalt() throws IOException {
    Ran ran = desk.run("rollout halt --json --channel stable" + SIGNED);

    assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ran.json().at("/error/reason").asText()).isEqualTo("no-such-rollout");
    assertThat(desk.ok("rollout status --repo @repo").out()).contains("nothing is rolled out");
  }

  @Test
  void callsDevicesBack() throws IOException {
    desk.ok("offer --channel beta --version 1.1.0" + SIGNED);
    desk.ok(START);

    Ran ran = desk.ok("withdraw --json --version 1.1.0 --back-to 1.0.0" + SIGNED);

    assertThat(ran.json().get("recalled")).extracting(JsonNode::asText)
        .containsExactly("beta", "stable");
    assertThat(catalog()).isEqualTo(new Catalog(
        List.of(new Offer("beta", OLD, true), new Offer("stable", OLD, true)), List.of(),
        Set.of(NEW)));
    assertThat(desk.run("withdraw --version 1.1.0 --back-to 1.0.0" + SIGNED).err())
        .contains("no channel offers 1.1.0");
    assertThat(desk.ok("withdraw --version 1.1.0 --back-to 1.0.0 --channel stable" + SIGNED).out())
        .contains("(as before)");
  }

  @Test
  void keepsWhatIsOfferedWhereWhatIsRolledOutIsWithdrawn() throws IOException {
    desk.ok(START);

    assertThat(desk.ok("withdraw --version 1.1.0" + SIGNED).out()).contains(
        "stable does not roll 1.1.0 out any more", "stable offers 1.0.0", "--back-to");
    assertThat(catalog()).isEqualTo(
        Catalog.empty().withOffer(new Offer("stable", OLD)).withWithdrawn(NEW));
  }

  @Test
  void callsNobodyBackBelowTheFloor() throws IOException {
    desk.ok("build root=@volume --model board --version 1.2.0 --release 3 --floor 2 --level 1 "
        + "--out @build-1.2.0");
    desk.ok(
        "publish --repo @repo --model board --image @build-1.2.0 --channel stable --keys @keys");

    Ran ran = desk.run("withdraw --json --version 1.2.0 --back-to 1.0.0" + SIGNED);

    assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ran.json().at("/error/reason").asText()).isEqualTo("below-floor");
    desk.ok("withdraw --version 1.2.0 --back-to 1.1.0" + SIGNED);
  }

  @Test
  void warnsOfAStepThatDevicesCannotTake() throws IOException {
    desk.ok("build root=@volume --model board --version 1.3.0 --release 3 --level 1 "
        + "--minimum-version 1.2.0 --out @build-1.3.0");
    String warning = "1.2.0 is not published: devices with an older one stay";
    assertThat(desk.ok("publish --repo @repo --model board --image @build-1.3.0 --channel beta "
        + "--keys @keys").err()).contains(warning);
    String start = "rollout start --channel stable --version 1.3.0" + SIGNED;
    assertThat(desk.ok(start).err()).contains(warning);

    desk.image("1.2.0", 2);
    desk.ok("publish --repo @repo --model board --image @build-1.2.0 --keys @keys");
    assertThat(desk.ok(start).err()).doesNotContain(warning);
    desk.ok("withdraw --version 1.2.0" + SIGNED);
    assertThat(desk.ok(start).err()).contains("1.2.0 is withdrawn: devices");
  }

  @Test
  void simulatesARolloutBeforeAnybodySignsIt() throws IOException {
    byte[] volume = new byte[1 << 20];
    new SplittableRandom(1).nextBytes(volume);
    for (int release : new int[]{3, 4, 5}) {
      volume[release] ^= 1;
      Files.write(desk.path("volume"), volume);
      desk.ok("build root=@volume --model board --version 1.2." + release + " --release " + release
          + " --level 1 --out @next-" + release);
      desk.ok("publish --repo @repo --model board --image @next-" + release
          + " --deltas 1 --keys @keys");
    }
    List<Path> before = files();
    String simulate = "rollout simulate --repo @repo --model board --channel stable --version 1.2.5"
        + " --wave 1%:12h:12h --wave 100%:1d --devices 2000 --failing 100% --running 1.2.4=60% "
        + "--running 1.2.3=30% --running 0.9.0=10% --halt-after 5 --svg @rollout.svg ";

    JsonNode json = desk.ok(simulate + "--json").json();

    assertThat(json.at("/unhindered/begun").asInt()).isEqualTo(2000);
    assertThat(json.at("/unhindered/failed").asInt()).isEqualTo(2000);
    assertThat(json.at("/halted/failed").asInt()).isBetween(5, 25);
    assertThat(json.at("/halted/at").asText()).startsWith("2027-01-0");
    long delta = sum(json, "delta_bytes");
    long chain = sum(json, "chain_bytes");
    long full = sum(json, "full_bytes");
    assertThat(delta).as("a thousand small ones").isBetween(1_000L * 50, 1_400L * 50_000);
    assertThat(chain / 600).as("two deltas a device").isGreaterThan(delta / 1200);
    assertThat(full / 200).as("0.9.0 is not published").isGreaterThan(800_000);
    assertThat(delta + chain + full).isEqualTo(json.at("/unhindered/bytes").asLong());
    assertThat(desk.path("rollout.svg")).content().startsWith("<svg");
    assertThat(files()).as("nothing is changed").isEqualTo(before);

    Ran words = desk.ok(simulate);
    assertThat(words.out()).contains("unhindered: 2000 devices begin (100.00 %), 2000 fail",
        "if halted:  ", "; halted at 2027-01-0");
    assertThat(words.out().lines()).hasSizeLessThan(60);
    assertThat(desk.ok(simulate).out()).isEqualTo(words.out());
    assertThat(desk.ok(simulate + "--seed 2").out()).isNotEqualTo(words.out());
  }

  private static long sum(JsonNode json, String member) {
    long sum = 0;
    for (JsonNode hour : json.get("hours")) {
      sum += hour.get(member).asLong();
    }
    return sum;
  }

  @Test
  void simulatesWhatIsRolledOutAlready() throws IOException {
    String simulate = "rollout simulate --json --repo @repo --model board --channel stable ";
    assertThat(desk.run(simulate).exit()).isEqualTo(ExitCode.REFUSED);
    desk.ok(START + "--waves urgent");

    JsonNode json = desk.ok(simulate + "--devices 500").json();

    assertThat(json.at("/rollout/version").asText()).isEqualTo("1.1.0");
    assertThat(json.at("/unhindered/begun").asInt()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({START, "withdraw --version 1.0.0" + SIGNED,
      "publish --repo @repo --model board --image @build-1.2.0 --channel stable",
      "refresh --repo @repo --within 400d"})
  void changesNothingInADryRun(String command) throws IOException {
    desk.image("1.2.0", 3);
    List<Path> before = files();

    Ran ran = desk.ok(command.replace("--keys @keys/rollout.key @keys/online.key", "")
        + " --dry-run");

    assertThat(ran.out()).contains("dry run: nothing was signed");
    assertThat(files()).isEqualTo(before);
  }

  private List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String name : List.of("repo", "repo.staging")) {
      try (Stream<Path> files = Files.walk(desk.path(name))) {
        files.filter(Files::isRegularFile).sorted().forEach(all::add);
      }
    }
    return all;
  }

  private JsonNode status() throws IOException {
    return desk.ok("rollout status --json --repo @repo --model board").json();
  }

  private Rollout rollout() throws IOException {
    return catalog().rollout("stable").orElseThrow();
  }

  private Catalog catalog() throws IOException {
    return new CatalogReader(desk.path("repo"))
        .read(Published.read(desk.path("repo")), new ModelRoles("board"))
        .orElseThrow();
  }
}
