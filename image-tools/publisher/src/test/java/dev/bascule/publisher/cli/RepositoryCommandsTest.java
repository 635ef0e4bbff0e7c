package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.publisher.InMemory;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a repository, typed at the command line with real files. */
class RepositoryCommandsTest {

  private static final String ROLLOUT =
      " --repo @repo --model board --keys @keys/rollout.key @keys/online.key ";

  @TempDir(factory = InMemory.class)
  private Path directory;
  private Desk desk;

  @BeforeEach
  void makeARepositoryWithAnImage() throws IOException {
    desk = new Desk(directory).repository().image("1.0.0", 1).image("1.1.0", 2);
    desk.ok(
        "publish --repo @repo --model board --image @build-1.0.0 --channel stable --keys @keys");
  }

  @Test
  void publishesAnImageAndOffersIt() throws IOException {
    Ran ran = desk.ok("publish --json --repo @repo --model board --image @build-1.1.0 "
        + "--channel stable --keys @keys/images.key @keys/rollout.key @keys/online.key");

    assertThat(ran.json().get("images")).extracting(JsonNode::asText).containsExactly("1.1.0");
    assertThat(ran.json().at("/offer/version").asText()).isEqualTo("1.1.0");
    assertThat(ran.json().get("published")).extracting(file -> file.get("role").asText())
        .containsExactly("board-images", "board-rollout", "snapshot", "timestamp");
    assertThat(channels()).hasToString("{\"stable\":\"1.1.0\"}");
    desk.ok("verify --repo @repo");
  }

  @Test
  void publishesNothingTwice() {
    Ran ran = desk.ok("publish --repo @repo --model board --image @build-1.0.0 --keys @keys");

    assertThat(ran.out()).contains("nothing to publish");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "publish --repo @repo --model board --image @build-1.0.0 --channel stable --keys @keys",
      "offer --channel stable --version 1.0.0" + ROLLOUT})
  void signsNothingWhereAnOfferIsAlreadyMade(String command) throws IOException {
    Ran ran = desk.ok(command);

    assertThat(ran.out()).contains("board stable: 1.0.0 (as before)", "nothing to publish");
    JsonNode json = desk.ok(command + " --json").json();
    assertThat(json.at("/offer/changed").asBoolean(true)).isFalse();
    assertThat(json.get("published")).isEmpty();
    assertThat(desk.path("repo/metadata/2.board-rollout.json")).doesNotExist();
  }

  @Test
  void signsNothingWhereAVersionIsAlreadyWithdrawn() throws IOException {
    desk.ok("withdraw --version 1.0.0" + ROLLOUT);

    JsonNode again = desk.ok("withdraw --json --version 1.0.0" + ROLLOUT).json();

    assertThat(again.get("changed").asBoolean(true)).isFalse();
    assertThat(again.get("published")).isEmpty();
    assertThat(channels()).isEmpty();
  }

  @Test
  void saysThatItTakesTheFirstRootAtItsWordUnlessARootIsGiven() throws IOException {
    String offer = "offer --channel beta --version 1.0.0" + ROLLOUT;
    String draft = "draft --repo @repo --model board --image @build-1.1.0 --out @";
    Path own = Files.copy(desk.path("repo/metadata/1.root.json"), desk.path("mine.json"));

    assertThat(desk.ok(offer).err()).contains("warning: no --root: ", "first root is taken");
    assertThat(desk.ok(draft + "1.json").err()).contains("warning: no --root: ");
    assertThat(desk.ok(offer + " --root " + own).err()).doesNotContain("--root");
    assertThat(desk.ok(draft + "2.json --root " + own).err()).doesNotContain("--root");
  }

  @Test
  void offersLaterWhatIsPublishedNow() throws IOException {
    desk.ok("publish --repo @repo --model board --image @build-1.1.0 "
        + "--keys @keys/images.key @keys/online.key");
    assertThat(channels()).hasToString("{\"stable\":\"1.0.0\"}");

    Ran ran = desk.ok("offer --channel stable --version 1.1.0" + ROLLOUT);
    assertThat(ran.out()).contains("board stable: 1.1.0 (until now 1.0.0)");
    assertThat(channels()).hasToString("{\"stable\":\"1.1.0\"}");
  }

  @Test
  void refusesToOfferWhatIsNotThere() throws IOException {
    Ran ran = desk.run("offer --json --channel stable --version 9.0.0" + ROLLOUT);

    assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ran.err()).contains("there is no image of version 9.0.0");
    assertThat(ran.json().at("/error/reason").asText()).isEqualTo("no-such-image");
  }

  @Test
  void withdrawsAVersionAndOffersItAgain() throws IOException {
    Ran withdrawn = desk.ok("withdraw --version 1.0.0" + ROLLOUT);
    assertThat(withdrawn.out()).contains("stable offers nothing until");
    assertThat(channels()).isEmpty();

    Ran offered = desk.ok("offer --channel stable --version 1.0.0" + ROLLOUT);
    assertThat(offered.out()).contains("1.0.0 was withdrawn, and no longer is");
    assertThat(channels()).hasToString("{\"stable\":\"1.0.0\"}");
  }

  @Test
  void renewsOnlyWhatExpiresSoon() throws IOException {
    String refresh = "refresh --json --repo @repo --within 3d --keys @keys/online.key";
    assertThat(desk.ok(refresh).json().get("published")).isEmpty();

    desk.later(Duration.ofDays(5));
    assertThat(desk.ok(refresh).json().get("published"))
        .extracting(file -> file.get("role").asText())
        .containsExactly("timestamp");
    desk.later(Duration.ofDays(30));
    assertThat(desk.ok(refresh).json().get("published"))
        .extracting(file -> file.get("role").asText())
        .containsExactly("snapshot", "timestamp");
    desk.ok("verify --repo @repo");
  }

  @Test
  void renewsANamedRole() throws IOException {
    desk.later(Duration.ofDays(350));
    Ran refused = desk.run("refresh --repo @repo --within 30d --role board-images "
        + "--clock-is-right --keys @keys/images.key @keys/online.key");
    assertThat(refused.exit()).isEqualTo(ExitCode.OK);
    assertThat(refused.err()).contains("warning: root expires at", "warning: targets expires at",
        "warning: board-rollout expires at");

    Ran others = desk.ok("refresh --json --repo @repo --within 30d --role targets "
        + "--role board-rollout --keys @keys");
    assertThat(others.json().get("published")).extracting(file -> file.get("role").asText())
        .containsExactly("board-rollout", "targets", "snapshot", "timestamp");
  }

  @Test
  void saysWhatExpiresWhen() throws IOException {
    Ran good = desk.ok("status --json --repo @repo --within 60d");
    assertThat(good.json().get("ok").asBoolean()).isTrue();
    assertThat(good.json().get("roles")).hasSize(6);

    desk.later(Duration.ofDays(320));
    Ran soon = desk.run("status --repo @repo --within 60d");
    assertThat(soon.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(soon.out()).contains("expires in 45 days: SOON")
        .containsPattern("timestamp +version [0-9]+ +EXPIRED at 2027-01-08");
  }

  @Test
  void findsAFileThatRotted() throws IOException {
    Path payload;
    try (Stream<Path> files = Files.list(directory.resolve("repo/targets/board/images/1.0.0"))) {
      payload = files.filter(file -> file.toString().endsWith(".full")).findFirst().orElseThrow();
    }
    byte[] content = Files.readAllBytes(payload);
    content[0] ^= 1;
    Files.write(payload, content);

    Ran ran = desk.run("verify --json --repo @repo --threads 3");
    assertThat(ran.exit()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.json().get("problems")).hasSize(1);
    assertThat(ran.json().at("/problems/0").asText())
        .contains("board/images/1.0.0/root.full: expected SHA-256", "from a copy");
    Files.delete(payload);
    assertThat(desk.run("verify --repo @repo").out()).contains("but there is no file");
  }

  @Test
  void verifiesAsADeviceThatWasBuiltWithAnotherRoot() {
    desk.ok("root init --out @other.json --key root=@keys/carol.pub --key targets=@keys/targets.pub"
        + " --key snapshot=@keys/online.pub --key timestamp=@keys/rollout.pub");
    desk.ok("root sign @other.json --keys @keys/carol.key");

    Ran ran = desk.run("verify --repo @repo --root @other.json");
    assertThat(ran.exit()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("needed signatures");
  }

  @Test
  void showsWhatFilesAre() throws IOException {
    assertThat(desk.ok("inspect --json @build-1.0.0").json().get("version").asText())
        .isEqualTo("1.0.0");
    assertThat(desk.ok("inspect @build-1.0.0/image.json").out()).contains("for      board");
    assertThat(desk.ok("inspect @build-1.0.0/root.tiles").out()).contains("1 tiles of 262144");
    assertThat(desk.ok("inspect @repo/metadata/2.targets.json").out())
        .contains("delegates to board-images: 1 of 1 keys");
    assertThat(desk.ok("inspect @repo/metadata/1.root.json").out()).contains("2 of 3 keys");
    assertThat(desk.ok("inspect @repo/metadata/timestamp.json").out()).contains("snapshot version");
    assertThat(desk.ok("inspect @repo").out())
        .contains("image board/images/1.0.0/image.json", "model board: stable 1.0.0");
    assertThat(desk.run("inspect @volume").exit()).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void letsTwoPeopleSignAnImageElsewhere() throws IOException {
    desk.keys("dave");
    desk.ok("model set board --repo @repo --key images=@keys/images.pub --key images=@keys/dave.pub"
        + " --threshold images=2 --keys @keys");
    Ran draft = desk.ok("draft --json --repo @repo --model board --image @build-1.1.0 "
        + "--out @draft.json");
    assertThat(draft.json().get("complete").asBoolean()).isFalse();
    String publish = "publish --repo @repo --model board --image @build-1.1.0 --channel stable "
        + "--signed @draft.json --keys @keys/rollout.key @keys/online.key";

    desk.ok("sign @draft.json --image @build-1.1.0 --model board --keys @keys/images.key");
    Ran early = desk.run(publish);
    assertThat(early.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(early.err()).contains("board-images: 1 of 2 needed signatures");

    desk.ok("sign @draft.json --image @build-1.1.0 --model board --keys @keys/dave.key");
    desk.ok(publish);
    assertThat(channels()).hasToString("{\"stable\":\"1.1.0\"}");
    desk.ok("verify --repo @repo");
  }

  @Test
  void signsNoDraftOfAnotherImage() throws IOException {
    desk.ok("draft --repo @repo --model board --image @build-1.1.0 --out @draft.json");
    byte[] before = Files.readAllBytes(desk.path("draft.json"));
    desk.ok("build root=@keys/alice.pub --model board --version 1.1.0 --release 2 --out @forged");

    Ran ran = desk.run("sign @draft.json --image @forged --model board --keys @keys/images.key");
    assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ran.err()).contains("it was not made from the image in");
    assertThat(Files.readAllBytes(desk.path("draft.json"))).isEqualTo(before);
  }

  @Test
  void publishesNoSignedDraftWithAnotherImage() throws IOException {
    desk.ok("draft --repo @repo --model board --image @build-1.1.0 --out @draft.json "
        + "--keys @keys/images.key");
    desk.ok("build root=@keys/alice.pub --model board --version 1.1.0 --release 2 --out @forged");

    Ran ran = desk.run("publish --repo @repo --model board --image @forged --signed @draft.json "
        + "--keys @keys/online.key");
    assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ran.err()).contains("the signed board-images lists another");
    desk.ok("publish --repo @repo --model board --image @build-1.1.0 --signed @draft.json "
        + "--keys @keys/online.key");
  }

  @Test
  void showsWhoseSignaturesARootStillNeeds() throws IOException {
    desk.keys("dave");
    desk.ok("root init --out @2.json --previous @repo/metadata/1.root.json "
        + "--key root=@keys/alice.pub --key root=@keys/dave.pub --threshold root=2 "
        + "--expires-in root=400d");
    Ran alice = desk.ok("root sign --json @2.json --previous @repo/metadata/1.root.json "
        + "--keys @keys/alice.key");
    assertThat(alice.json().at("/signed_by_own/met").asBoolean()).isFalse();
    assertThat(alice.json().at("/signed_by_former/met").asBoolean()).isFalse();

    assertThat(desk.run("root sign @2.json --keys @keys/dave.key").err())
        .contains("root version 2 follows version 1: expected --previous 1.root.json");
    desk.ok("root sign @2.json --repo @repo --keys @keys/dave.key");
    assertThat(desk.run("root sign @2.json --repo @repo --keys @keys/online.key").err())
        .contains("is no root key, neither of this draft nor of the root that it follows");
    Ran bob = desk.ok("root sign --json @2.json --previous @repo/metadata/1.root.json "
        + "--keys @keys/bob.key");
    assertThat(bob.json().get("complete").asBoolean()).isTrue();
    assertThat(bob.err()).contains("warning: all 2 root keys are needed");

    Ran shown = desk.ok("root show @2.json --previous @repo/metadata/1.root.json");
    assertThat(shown.out()).contains("signed by its own keys:      2 of 2",
        "signed by the former keys:   2 of 2");
    desk.ok("root publish @2.json --repo @repo");
    desk.ok("verify --repo @repo");
    assertThat(desk.ok("root publish @2.json --repo @repo").out()).contains("nothing to publish");
  }

  @Test
  void warnsLoudlyOfARootThatOneThiefTakes() {
    Ran ran = desk.ok("root init --out @weak.json --key root=@keys/alice.pub "
        + "--key targets=@keys/alice.pub --key snapshot=@keys/alice.pub "
        + "--key timestamp=@keys/alice.pub");

    assertThat(ran.err()).contains("ONE root key is enough", "also signs timestamp",
        "also signs snapshot", "ONLINE");
  }

  @Test
  void bringsBackARepositoryThatExpired() {
    desk.later(Duration.ofDays(500));
    assertThat(desk.run("verify --repo @repo").err()).contains("expired");
    Ran refresh = desk.run("refresh --repo @repo --clock-is-right --keys @keys");
    assertThat(refresh.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(refresh.err()).contains("bascule-image root init --previous");

    desk.ok("root init --out @2.json --previous @repo/metadata/1.root.json");
    desk.ok("root sign @2.json --repo @repo --keys @keys/alice.key @keys/bob.key");
    desk.ok("root publish @2.json --repo @repo --clock-is-right --keys @keys");
    desk.ok("verify --repo @repo");
  }

  /** A clock that is ahead would carry every device's along, and one behind signs what expires early. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 91})
  void signsNothingWithADoubtfulClock(long days) throws IOException {
    desk.later(Duration.ofDays(days));
    byte[] before = Files.readAllBytes(desk.path("repo/metadata/timestamp.json"));

    Ran ran = desk.run("refresh --json --repo @repo --within 200d --keys @keys/online.key");
    assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ran.json().at("/error/reason").asText()).isEqualTo("clock");
    assertThat(ran.err()).contains("set the clock, or if it is right, say so with");
    assertThat(
        desk.run("draft --repo @repo --model board --image @build-1.1.0 --out @d.json").exit())
        .isEqualTo(ExitCode.REFUSED);
    assertThat(Files.readAllBytes(desk.path("repo/metadata/timestamp.json"))).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 801})
  void draftsNoRootWithADoubtfulClock(long days) {
    desk.later(Duration.ofDays(days));

    for (String command : List.of("root init --out @2.json --previous @repo/metadata/1.root.json",
        "root threshold @2.json root=2 --previous @repo/metadata/1.root.json")) {
      assertThat(desk.run(command).exit()).isEqualTo(ExitCode.REFUSED);
      assertThat(desk.path("2.json")).doesNotExist();
    }
    desk.ok("root init --clock-is-right --out @2.json --previous @repo/metadata/1.root.json");
  }

  @Test
  void signsAMinuteBeforeTheLastSignatureAndWeeksAfterIt() {
    desk.later(Duration.ofMinutes(-9));
    desk.ok("refresh --repo @repo --within 200d --keys @keys/online.key");
    desk.later(Duration.ofDays(89));
    desk.ok("refresh --repo @repo --within 200d --keys @keys/online.key");
  }

  private JsonNode channels() throws IOException {
    return desk.run("status --json --repo @repo").json().at("/models/0/channels");
  }
}
