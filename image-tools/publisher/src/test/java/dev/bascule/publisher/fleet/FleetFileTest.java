package dev.bascule.publisher.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.catalog.Wave;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.rollout.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file makes of a catalogue, over time and again. */
class FleetFileTest {

  private static final ModelRoles BOARD = new ModelRoles("board");
  private static final List<Template> TEMPLATES = List.of(Template.values());
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void asksForNothingOnceItIsApplied(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      FleetFile file = file(random);
      Catalog applied = file.catalog(BOARD, catalog(random), NOW);

      Instant later = NOW.plusSeconds(random.nextInt(10_000_000));
      Catalog again = file.catalog(BOARD, applied, later);

      assertThat(CatalogDifference.between(applied, again)).isEmpty();
      assertThat(again.encode()).isEqualTo(applied.encode());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void asksForNothingWhereItWasWrittenOfWhatIsPublished(long seed) throws FleetFileException {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      Catalog catalog = catalog(random);
      String text = FleetText.of(Map.of(BOARD, catalog), NOW);

      Catalog again = FleetReader.parse("fleet.toml", text.getBytes(UTF_8))
          .catalog(BOARD, catalog, NOW.plusSeconds(random.nextInt(1_000_000)));

      assertThat(again.encode()).as(text).isEqualTo(catalog.encode());
    }
  }

  @Test
  void tellsEveryDifference() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      Catalog one = catalog(random);
      Catalog other = catalog(random);

      assertThat(CatalogDifference.between(one, other).isEmpty()).isEqualTo(one.equals(other));
    }
  }

  @Test
  void goesOnWhereItWasHalted() throws FleetFileException {
    String running = """
      [model.board.channel.stable.rollout]
      version = "1.1.0"
      waves = ["100%:100h"]
      """;
    Catalog started = read(running).catalog(BOARD, Catalog.empty(), NOW);
    Catalog halted = read(running + "halted = true\n").catalog(BOARD, started, after(10));
    Catalog resumed = read(running).catalog(BOARD, halted, after(60));

    assertThat(halted.rollouts().getFirst().halted()).isEqualTo(after(10));
    assertThat(resumed.rollouts().getFirst())
        .isEqualTo(halted.rollouts().getFirst().resume(after(60)));
    assertThat(resumed.rollouts().getFirst().start()).isEqualTo(after(50));
    assertThat(DangerSearch.of("board", halted, resumed, true, after(60))).isEmpty();
  }

  @Test
  void warnsOfTheRushThatAFixedStartWouldBringAndSaysWhatToWrite() throws FleetFileException {
    String running = """
      [model.board.channel.stable.rollout]
      version = "1.1.0"
      start = 2027-01-01T00:00:00Z
      waves = ["9%:100h", "100%:100h"]
      """;
    Catalog started = read(running).catalog(BOARD, Catalog.empty(), NOW);
    Catalog halted = read(running + "halted = true\n").catalog(BOARD, started, after(10));
    Catalog resumed = read(running).catalog(BOARD, halted, after(60));

    List<Danger> dangers = DangerSearch.of("board", halted, resumed, true, after(60));

    assertThat(dangers).singleElement()
        .satisfies(danger -> assertThat(danger.kind()).isEqualTo(Danger.Kind.JUMP))
        .asString()
        .contains("from 0.9 % to 5.4 %", "write start = \"2027-01-03T02:00:00Z\"");
    Catalog right = read(running.replace("2027-01-01T00", "2027-01-03T02"))
        .catalog(BOARD, halted, after(60));
    assertThat(DangerSearch.of("board", halted, right, true, after(60))).isEmpty();
  }

  @Test
  void keepsWhatIsWithdrawnOfAModelThatVanishes() throws FleetFileException {
    Catalog catalog = Catalog.empty()
        .withOffer(new Offer("stable", Version.parse("1.0.0")))
        .withWithdrawn(Version.parse("1.1.0"));

    assertThat(read("").catalog(BOARD, catalog, NOW))
        .isEqualTo(Catalog.empty().withWithdrawn(Version.parse("1.1.0")));
  }

  private static Instant after(int hours) {
    return NOW.plus(Duration.ofHours(hours));
  }

  private static FleetFile read(String text) throws FleetFileException {
    return FleetReader.parse("fleet.toml", text.getBytes(UTF_8));
  }

  /** Names, versions and times of which there are few, so that they meet. */
  private static Catalog catalog(Random random) {
    Set<Version> withdrawn = withdrawn(random);
    List<Offer> offers = new ArrayList<>();
    List<Rollout> rollouts = new ArrayList<>();
    for (String channel : List.of("alpha", "beta", "stable")) {
      if (random.nextInt(3) > 0) {
        offers.add(new Offer(channel, version(random, withdrawn), random.nextBoolean()));
      }
      if (random.nextBoolean()) {
        rollouts.add(new Rollout(channel, version(random, withdrawn), time(random),
            random.nextBoolean(), waves(random),
            random.nextInt(3) == 0 ? time(random) : null, groups(random)));
      }
    }
    return new Catalog(offers, rollouts, withdrawn);
  }

  private static FleetFile file(Random random) {
    Set<Version> withdrawn = withdrawn(random);
    TreeMap<String, FleetFile.Channel> channels = new TreeMap<>();
    for (String channel : List.of("alpha", "beta", "stable")) {
      boolean started = random.nextBoolean();
      channels.put(channel, new FleetFile.Channel(version(random, withdrawn),
          random.nextBoolean(), random.nextBoolean()
              ? null
              : new FleetFile.Course(version(random, withdrawn), waves(random),
                  started ? time(random) : null, started && random.nextBoolean(),
                  groups(random), random.nextInt(3) == 0)));
    }
    TreeMap<String, FleetFile.Model> models = new TreeMap<>();
    models.put("board", new FleetFile.Model(channels, withdrawn));
    return new FleetFile(models);
  }

  private static Set<Version> withdrawn(Random random) {
    Set<Version> withdrawn = new HashSet<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      withdrawn.add(Version.parse("1." + random.nextInt(8) + ".0"));
    }
    return withdrawn;
  }

  private static Version version(Random random, Set<Version> withdrawn) {
    Version version = Version.parse("1." + random.nextInt(8) + ".0");
    return withdrawn.contains(version) ? version(random, withdrawn) : version;
  }

  private static Instant time(Random random) {
    return NOW.plusSeconds(random.nextInt(2_000_000) - 1_000_000);
  }

  private static Set<String> groups(Random random) {
    return random.nextBoolean() ? Set.of() : Set.of("canary", "lab");
  }

  private static List<Wave> waves(Random random) {
    if (random.nextInt(3) == 0) {
      return TEMPLATES.get(random.nextInt(TEMPLATES.size())).waves();
    }
    List<Wave> waves = new ArrayList<>();
    int share = 0;
    for (int i = random.nextInt(4); i >= 0; i--) {
      share += 1 + random.nextInt(200_000);
      waves.add(new Wave(share, Duration.ofSeconds(60 + random.nextInt(31_000_000)),
          Duration.ofSeconds(random.nextBoolean() ? 0 : random.nextInt(31_000_000))));
    }
    return waves;
  }
}
