package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.cli.Desk.Ran;
import dev.bascule.publisher.repository.CatalogReader;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fleet as a file, typed at the command line: 1.0.0 is offered, 1.1.0 is published. */
class FleetCommandsTest {

  private static final String PLAN = "plan @fleet.toml --repo @repo --root @root.json ";
  private static final String APPLY = "apply @fleet.toml --repo @repo --root @root.json "
      + "--keys @keys/rollout.key @keys/online.key ";
  private static final String OLD = "[model.board.channel.stable]\noffer = \"1.0.0\"\n";
  private static final String ROLLOUT = OLD
      + "[model.board.channel.stable.rollout]\nversion = \"1.1.0\"\n";

  @TempDir(factory = InMemory.class)
  private Path directory;
  private Desk desk;

  @BeforeEach
  void makeARepositoryWithTwoImages() throws IOException {
    desk = new Desk(directory).twoImages();
  }

  @Test
  void findsNothingToDoInWhatItHasWritten() {
    desk.ok("export --repo @repo --root @root.json --out @fleet.toml");

    assertThat(desk.ok(PLAN).out()).isEqualTo(
        "nothing to do: what is published is what the file says\n");
    assertThat(desk.ok(APPLY).out()).contains("nothing to publish");
    assertThat(desk.run("export --repo @repo --out @fleet.toml").err()).contains("exists already");
  }

  @Test
  void publishesWhatTheFileSaysOnce() throws IOException {
    write(ROLLOUT + "groups = [\"canary\"]\n");

    Ran plan = desk.run(PLAN);
    assertThat(plan.exit()).isEqualTo(ExitCode.CHANGES);
    assertThat(plan.out()).contains("board  stable  + rollout: 1.1.0",
        "board  stable  + waves: normal", "board  stable  + start: 2027-01-01T00:00:00Z",
        "board  stable  + groups: canary", "4 changes");
    assertThat(catalog().rollouts()).isEmpty();
    assertThat(desk.ok(APPLY + "--dry-run").out()).contains("+ rollout: 1.1.0", "dry run");
    assertThat(catalog().rollouts()).isEmpty();

    Ran applied = desk.ok(APPLY + "--json");
    assertThat(applied.json().get("changes")).hasSize(4);
    assertThat(applied.json().get("published")).extracting(file -> file.get("role").asText())
        .containsExactly("board-rollout", "snapshot", "timestamp");
    assertThat(catalog().rollout("stable").orElseThrow().groups()).containsExactly("canary");

    desk.later(Duration.ofHours(30));
    assertThat(desk.ok(PLAN + "--json").json().get("changed").asBoolean()).isFalse();
    assertThat(desk.ok(APPLY + "--json").json().get("published")).isEmpty();
    desk.ok("verify --repo @repo");
  }

  @Test
  void haltsAndGoesOn() throws IOException {
    write(ROLLOUT + "waves = [\"1%:100h\", \"100%:100h\"]\n");
    desk.ok(APPLY);
    desk.later(Duration.ofHours(150));
    write(ROLLOUT + "waves = [\"1%:100h\", \"100%:100h\"]\nhalted = true\n");
    desk.ok(APPLY);
    desk.later(Duration.ofHours(40));
    double halted = share();
    write(ROLLOUT + "waves = [\"1%:100h\", \"100%:100h\"]\n");
    desk.ok(APPLY);

    assertThat(halted).isBetween(0.505, 0.5051);
    assertThat(share()).isEqualTo(halted);
    desk.later(Duration.ofHours(50));
    write("[model.board.channel.stable]\noffer = \"1.1.0\"\n");
    assertThat(desk.run(PLAN).exit()).as("it was tried on all").isEqualTo(ExitCode.CHANGES);
    desk.ok(APPLY);
    assertThat(catalog()).isEqualTo(
        Catalog.empty().withOffer(new Offer("stable", Version.parse("1.1.0"))));
  }

  @Test
  void callsDevicesBack() throws IOException {
    desk.ok("offer --channel stable --version 1.1.0 --repo @repo --model board --keys @keys");
    write("[model.board]\nwithdrawn = [\"1.1.0\"]\n" + OLD + "recall = true\n");

    assertThat(desk.run(PLAN).exit()).isEqualTo(ExitCode.CHANGES);
    desk.ok(APPLY);

    assertThat(catalog()).isEqualTo(new Catalog(
        List.of(new Offer("stable", Version.parse("1.0.0"), true)), List.of(),
        Set.of(Version.parse("1.1.0"))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "[model.board.channel.stable];offer='1.1.0' | everybody-at-once | no rollout has brought it",
      "[model.board.channel.stable];offer='1.0.0';[model.board.channel.stable.rollout];version='1.1.0';waves=['10.1%:1d'] | first-wave | would reach 10.1%",
      "[model.board.channel.stable];offer='1.0.0';[model.board.channel.stable.rollout];version='1.1.0';start=2026-12-31T00:00:00Z;waves=['5%:1d','100%:9d'] | rollout-jumps | jump from 0.0 % to 5.0 %",
      "[model.board.channel.beta];offer='1.0.0' | channel-vanishes | board stable: is not in the file",
      "'' | model-vanishes | board: is not in the file"})
  void refusesADangerThatNobodyHasAccepted(String text, String kind, String message)
      throws IOException {
    write(text.equals("''") ? "" : text.replace(';', '\n'));

    Ran plan = desk.run(PLAN + "--json");
    assertThat(plan.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(plan.json().get("dangers")).singleElement()
        .satisfies(danger -> assertThat(danger.get("kind").asText()).isEqualTo(kind));
    Ran refused = desk.run(APPLY + "--json");
    assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.json().at("/error/reason").asText()).isEqualTo("dangerous");
    assertThat(refused.err()).contains(message, "--accept-dangers");
    assertThat(catalog()).isEqualTo(
        Catalog.empty().withOffer(new Offer("stable", Version.parse("1.0.0"))));

    assertThat(desk.ok(APPLY + "--accept-dangers").err()).contains(message);
    assertThat(desk.ok(PLAN).out()).startsWith("nothing to do");
  }

  @Test
  void warnsOfARollbackThatCallsNobodyBackAndOfWhatIsGoodAgain() throws IOException {
    desk.ok("offer --channel stable --version 1.1.0 --repo @repo --model board --keys @keys");
    write(OLD);
    assertThat(kinds()).containsExactly("rollback-without-recall");
    write(OLD + "recall = true\n");
    assertThat(kinds()).as("nothing is withdrawn").containsExactly("rollback-without-recall");

    desk.ok("withdraw --version 1.1.0 --back-to 1.0.0 --repo @repo --model board --keys @keys");
    write(OLD + "recall = true\n");
    assertThat(kinds()).containsExactly("no-longer-withdrawn");
  }

  @Test
  void refusesWhatCannotBe() throws IOException {
    write(OLD.replace("1.0.0", "3.0.0"));
    Ran plan = desk.run(PLAN + "--json");
    assertThat(plan.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(plan.json().at("/refusals/0/reason").asText()).isEqualTo("no-such-image");
    assertThat(desk.run(APPLY + "--accept-dangers --json").json().at("/error/reason").asText())
        .isEqualTo("no-such-image");

    write(OLD.replace("board", "bord"));
    assertThat(desk.run(PLAN).err()).contains("bord: is in the file, but the repository has no");
    write(OLD.replace("offer", "ofer"));
    Ran misspelt = desk.run(APPLY + "--json");
    assertThat(misspelt.exit()).isEqualTo(ExitCode.ERROR);
    assertThat(misspelt.json().at("/error/reason").asText()).isEqualTo("fleet-file");
    assertThat(misspelt.err()).contains("fleet.toml, line 2: ", "did you mean offer?");
  }

  @Test
  void callsNobodyBackBelowTheFloor() throws IOException {
    desk.ok("build root=@volume --model board --version 1.2.0 --release 3 --floor 2 --level 1 "
        + "--out @build-1.2.0");
    desk.ok(
        "publish --repo @repo --model board --image @build-1.2.0 --channel stable --keys @keys");
    write("[model.board]\nwithdrawn = [\"1.2.0\"]\n" + OLD + "recall = true\n");

    assertThat(desk.run(PLAN + "--json").json().at("/refusals/0/reason").asText())
        .isEqualTo("below-floor");
    assertThat(desk.run(APPLY).exit()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void tellsWhoChangedWhatAndWhen() throws IOException {
    String key = desk.ok("keys show @keys/rollout.pub --json").out();
    desk.later(Duration.ofHours(1));
    write(ROLLOUT);
    desk.ok(APPLY);
    desk.later(Duration.ofDays(20));
    desk.ok("refresh --repo @repo --keys @keys/online.key --within 30d");

    JsonNode revisions = desk.ok("log --repo @repo --root @root.json --json")
        .json()
        .get("revisions");

    assertThat(revisions).extracting(revision -> revision.get("role").asText() + " "
        + revision.get("version").asInt())
        .containsExactly("board-images 1", "board-rollout 1", "board-images 2",
            "board-rollout 2");
    assertThat(revisions.get(0).get("added")).extracting(JsonNode::asText)
        .containsExactly("1.0.0");
    JsonNode last = revisions.get(3);
    assertThat(last.get("signed_at").asText()).isEqualTo("2027-01-01T01:00:00Z");
    assertThat(last.get("signed_by")).singleElement()
        .satisfies(id -> assertThat(key).contains(id.asText()));
    assertThat(last.get("changes")).extracting(change -> change.get("what").asText())
        .containsExactly("rollout", "waves", "start");
    assertThat(desk.ok("log --repo @repo --last 1 --model board").out())
        .startsWith("board-rollout version 2, 2027-01-01T01:00:00Z\n  signed by ")
        .contains("stable  + rollout: 1.1.0");
    assertThat(desk.ok("log --repo @repo --model other").out()).contains("nothing was published");
  }

  @Test
  void refusesAHistoryThatSomebodyHasChanged() throws IOException {
    write(ROLLOUT);
    desk.ok(APPLY);
    Path old = desk.path("repo/metadata/1.board-rollout.json");
    Files.writeString(old, Files.readString(old).replace("catalog.json", "catalog.jsom"));

    Ran ran = desk.run("log --repo @repo --json");

    assertThat(ran.json().at("/error/reason").asText()).isEqualTo("damaged");
    assertThat(ran.err()).contains("1.board-rollout.json");
  }

  private List<String> kinds() throws IOException {
    return desk.run(PLAN + "--json").json().get("dangers").findValuesAsText("kind");
  }

  private double share() throws IOException {
    return desk.ok("rollout status --repo @repo --json").json().at("/rollouts/0/share").asDouble();
  }

  private void write(String text) throws IOException {
    Files.writeString(desk.path("fleet.toml"), text);
  }

  private Catalog catalog() throws IOException {
    Path repository = desk.path("repo");
    return new CatalogReader(repository)
        .read(Published.read(repository), new ModelRoles("board"))
        .orElseThrow();
  }
}
