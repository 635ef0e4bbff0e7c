package dev.bascule.publisher.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.catalog.Wave;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.rollout.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetReaderTest {

  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
  private static final String FILE = """
    [model.board]
    withdrawn = ["1.0.1"]

    [model.board.channel.stable]
    offer = "1.1.0"
    recall = true

    [model.board.channel.stable.rollout]
    version = "1.2.0"
    waves = ["0.5%:1d:12h", "100%:3d"]
    start = 2027-01-04T08:00:00Z
    groups = ["canary"]

    [model."board.2".channel.beta.rollout]
    version = "2.0.0"
    start_local = "2027-01-05T08:00:00"
    """;

  @Test
  void saysWhatEachModelsCatalogueIs() throws FleetFileException {
    FleetFile file = read(FILE);

    assertThat(file.catalog(new ModelRoles("board"), Catalog.empty(), NOW)).isEqualTo(
        new Catalog(List.of(new Offer("stable", Version.parse("1.1.0"), true)),
            List.of(new Rollout("stable", Version.parse("1.2.0"),
                Instant.parse("2027-01-04T08:00:00Z"), false,
                List.of(new Wave(5_000, Duration.ofDays(1), Duration.ofHours(12)),
                    new Wave(Wave.ALL, Duration.ofDays(3), Duration.ZERO)),
                null, Set.of("canary"))),
            Set.of(Version.parse("1.0.1"))));
    assertThat(file.catalog(new ModelRoles("board.2"), Catalog.empty(), NOW).rollouts())
        .containsExactly(new Rollout("beta", Version.parse("2.0.0"),
            Instant.parse("2027-01-05T08:00:00Z"), true, Template.NORMAL.waves(), null, Set.of()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "recall = true | recal = true | line 6: model.board.channel.stable.recal: is not a known key; did you mean recall?",
      "[model.board] | [modle.board] | line 1: modle: is not a known key; did you mean model?",
      "groups | colours | line 12: model.board.channel.stable.rollout.colours: is not a known key; known here: version, waves",
      "\"1.1.0\" | \"1.1\" | line 5: model.board.channel.stable.offer: expected a version",
      "\"1.1.0\" | 1.1 | line 5: model.board.channel.stable.offer: expected a string",
      "\"1.1.0\" | \"1.0.1\" | line 5: model.board.channel.stable.offer: expected a version that this file does not withdraw",
      "\"1.2.0\" | \"1.0.1\" | line 9: model.board.channel.stable.rollout.version: expected a version that this file does not withdraw",
      "offer = \"1.1.0\" | | line 6: model.board.channel.stable.recall: expected an offer beside it",
      "[\"canary\"] | [\"Canary\"] | line 4: model.board.channel.stable: groups: expected up to 32",
      "0.5%:1d:12h | 0.5%:1s | line 10: model.board.channel.stable.rollout.waves: length: expected 60",
      "0.5%:1d:12h | 0.5 | line 10: model.board.channel.stable.rollout.waves: expected SHARE:LENGTH",
      "[\"0.5%:1d:12h\", \"100%:3d\"] | \"slow\" | line 10: model.board.channel.stable.rollout.waves: expected one of",
      "100%:3d | 0.1%:3d | line 4: model.board.channel.stable: waves: expected that each reaches more",
      "start = 2027-01-04T08:00:00Z | start = 2027-01-04 | line 11: model.board.channel.stable.rollout.start: expected a time",
      "start_local = | start = 2027-01-05T08:00:00Z\\nstart_local = | line 17: model[\"board.2\"].channel.beta.rollout.start_local: expected either this or start",
      "\"board.2\" | \"Board\" | model.Board: model: expected up to 64",
      "stable | Stable | line 4: model.board.channel.Stable: channel: expected up to 32",
      "withdrawn = | withdrawn = [ | expected TOML, found"})
  void namesWhatIsWrongAndWhere(String right, String wrong, String message) {
    String file = FILE.replace(right, wrong == null ? "" : wrong.replace("\\n", "\n"));
    assertThat(file).isNotEqualTo(FILE);

    assertThatThrownBy(() -> read(file)).isInstanceOf(FleetFileException.class)
        .hasMessageStartingWith("fleet.toml")
        .hasMessageContaining(message);
  }

  @Test
  void refusesAFileThatIsTooLong() {
    assertThatThrownBy(
        () -> FleetReader.parse("fleet.toml", new byte[FleetReader.MAX_LENGTH + 1]))
        .hasMessageContaining("expected at most");
  }

  @Test
  void refusesMoreChannelsThanADeviceReads() {
    StringBuilder text = new StringBuilder("[model.board]\n");
    for (int channel = 0; channel < 257; channel++) {
      text.append("channel.c").append(channel).append(".offer = \"1.0.0\"\n");
    }

    assertThatThrownBy(() -> read(text.toString()))
        .hasMessageStartingWith("fleet.toml, line 1: model.board: its catalogue would be refused")
        .hasMessageContaining("found 257");
  }

  @FuzzTest
  void readsOrSaysWhy(byte[] file) {
    try {
      FleetReader.parse("fleet.toml", file)
          .catalog(new ModelRoles("board"), Catalog.empty(), NOW)
          .encode();
    } catch (FleetFileException e) {
      assertThat(e).hasMessageStartingWith("fleet.toml");
    }
  }

  private static FleetFile read(String text) throws FleetFileException {
    return FleetReader.parse("fleet.toml", text.getBytes(UTF_8));
  }
}
