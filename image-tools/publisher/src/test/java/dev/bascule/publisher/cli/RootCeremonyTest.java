package dev.bascule.publisher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.cli.Desk.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A draft of a root on its way from person to person, and what each of them is shown. */
class RootCeremonyTest {

  private static final String SIGN = "root sign @2.json --repo @repo --keys @keys/";
  private static final String STATUS = "root status @2.json --repo @repo";

  @TempDir(factory = InMemory.class)
  private Path directory;
  private Desk desk;

  @BeforeEach
  void makeARepository() {
    desk = new Desk(directory).repository().keys("dave");
  }

  /** Drafts lie where others can write, who would have a key's holder write over a file of his own. */
  @Test
  void writesThroughNoLinkThatIsThere() throws IOException {
    Path diary = Files.writeString(desk.path("diary"), "dear diary");
    Files.createSymbolicLink(desk.path("2.json.new"), diary);

    desk.ok("root init --out @2.json --previous @repo/metadata/1.root.json");

    assertThat(diary).hasContent("dear diary");
    assertThat(desk.path("2.json")).isRegularFile().content().contains("signatures");
    assertThat(desk.path("2.json.new")).doesNotExist();
  }

  @Test
  void replacesALostRootKey() throws IOException {
    String carol = id("carol");
    desk.ok("root remove-key @2.json --repo @repo --key root=" + carol.substring(0, 8)
        + " --expires-in root=400d");
    Ran added = desk.ok("root add-key @2.json --repo @repo --key root=@keys/dave.pub");
    assertThat(added.out()).contains("what changes from version 1:",
        "root       gains the key " + id("dave") + " (ed25519/ed25519)",
        "root       loses the key " + carol + " (ed25519/ed25519)");

    Ran none = desk.run(STATUS);
    assertThat(none.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(none.out()).contains("signed by its own keys:      0 of 2 needed signatures",
        "signed by the former keys:   0 of 2 needed signatures: not enough",
        "root sign " + desk.path("2.json") + " --previous 1.root.json --keys NAME.key");
    desk.ok(SIGN + "dave.key");
    desk.ok(SIGN + "alice.key");
    Ran half = desk.run(STATUS);
    assertThat(half.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(half.out()).contains("signed by its own keys:      2 of 2 needed signatures: enough",
        id("dave") + " (ed25519/ed25519) has signed",
        "signed by the former keys:   1 of 2 needed signatures: not enough",
        id("bob") + " (ed25519/ed25519) has not signed");
    assertThat(desk.run("root publish @2.json --repo @repo").err())
        .contains("root, by the published root's keys: 1 of 2 needed signatures");
    desk.ok(SIGN + "bob.key");
    assertThat(desk.ok(STATUS).out()).contains("complete; publish it with");

    desk.ok("root publish @2.json --repo @repo");
    desk.ok("verify --repo @repo");
    assertThat(desk.run(STATUS).err()).contains("expected that it follows version 1, found "
        + "version 2");
  }

  @Test
  void rotatesAKeyInEveryRoleThatHasIt() throws IOException {
    Ran ran = desk.ok("root rotate @2.json --json --previous @repo/metadata/1.root.json "
        + "--old @keys/online.pub --new @keys/dave.pub");

    assertThat(ran.json().get("changes")).extracting(change -> change.get("subject").asText()
        + " " + change.get("kind").asText())
        .containsExactly("timestamp key-added", "timestamp key-removed", "snapshot key-added",
            "snapshot key-removed");
    desk.ok(SIGN + "alice.key @keys/bob.key");
    desk.ok("root publish @2.json --repo @repo --keys @keys/dave.key");
    desk.ok("verify --repo @repo");
  }

  @Test
  void dropsTheSignaturesOfADraftThatChanges() throws IOException {
    desk.ok("root add-key @2.json --repo @repo --key root=@keys/dave.pub");
    desk.ok(SIGN + "alice.key @keys/bob.key");

    Ran ran = desk.ok("root threshold @2.json root=3 --json --repo @repo");
    assertThat(ran.err()).contains("warning: the draft changed: 2 signatures are gone");
    assertThat(ran.json().at("/signed_by_own/keyids")).isEmpty();
    assertThat(ran.json().at("/roles/root/threshold").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "threshold @2.json root=4 | add a key first, or lower the threshold",
      "threshold @2.json root=0 | signed.roles.root.threshold",
      "threshold @2.json --min root=post-quantum:1 | --min root=post-quantum:0",
      "threshold @2.json --min root=lattice:1 | expected one of [classical, post-quantum]",
      "threshold @2.json | expected ROLE=N or --min",
      "remove-key @2.json --key targets=@keys/targets.pub | as many keys as its threshold, 1, found 0",
      "remove-key @2.json --key root=@keys/online.pub | expected one key whose id begins with",
      "remove-key @2.json --key root=00000000 | found 0 of",
      "add-key @2.json --key root=@keys/alice.pub | signs for it already",
      "add-key @2.json --key board-images=@keys/dave.pub | expected one of root, timestamp",
      "rotate @2.json --old @keys/dave.pub --new @keys/images.pub | no role has a key",
      "rotate @2.json --old @keys/alice.pub --new @keys/bob.pub | signs for it already"})
  void refusesAChangeThatLeavesNoRoot(String command, String complaint) {
    Ran ran = desk.run("root " + command + " --repo @repo");

    assertThat(ran.exit()).isNotEqualTo(ExitCode.OK);
    assertThat(ran.err()).contains(complaint);
    assertThat(desk.path("2.json")).doesNotExist();
  }

  @Test
  void beginsNoDraftFromNothing() {
    assertThat(desk.run("root add-key @2.json --key root=@keys/dave.pub").err())
        .contains("2.json (a draft; to begin one, give --repo DIR or --previous N.root.json)");
  }

  @Test
  void showsWhatChangesBeforeItAsksForAPassphrase() throws IOException {
    Path passphrase = Files.createFile(directory.resolve("passphrase"), PosixFilePermissions
        .asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passphrase, "correct horse\n");
    desk.ok("keys create erin --out @keys --passphrase-file @passphrase");
    desk.ok("root add-key @2.json --repo @repo --key root=@keys/erin.pub");
    List<String> seen = new ArrayList<>();
    desk.attended(said -> {
      seen.add(said);
      return "correct horse";
    });

    desk.ok(SIGN + "erin.key");
    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst()).contains("root       gains the key " + id("erin"),
        "signed by the former keys:   0 of 2 needed signatures");
  }

  /** A key id is only a name: a draft that puts another key under a known name does not look unchanged. */
  @Test
  void looksThroughAKeyUnderAnothersName() throws IOException {
    desk.ok("root threshold @2.json --repo @repo root=2");
    ObjectNode draft = (ObjectNode) desk.ok("inspect --json @2.json").json();
    String alice = id("alice");
    assertThat(draft.at("/roles/root/keyids").toString()).contains(alice);
    String text = Files.readString(directory.resolve("2.json"));
    Files.writeString(directory.resolve("2.json"),
        text.replace(publicHex("alice"), publicHex("dave")), UTF_8);

    Ran ran = desk.ok("root show @2.json --repo @repo");
    assertThat(ran.out()).contains("root       gains the key " + id("dave")
        + " (ed25519/ed25519) under the name " + alice, "root       loses the key " + alice);
  }

  @Test
  void showsMembersThatNobodyExpectsToChange() throws IOException {
    desk.ok("root threshold @2.json --repo @repo root=2");
    String text = Files.readString(directory.resolve("2.json"));
    Files.writeString(directory.resolve("2.json"), text.replace(
        "\"consistent_snapshot\" : true", "\"consistent_snapshot\" : false"), UTF_8);

    assertThat(desk.ok("root show @2.json --repo @repo").out())
        .contains("consistent_snapshot member: true -> false");
  }

  @Test
  void warnsOfAThresholdThatOldDevicesCannotMeet() {
    desk.ok("keys create alice-pq --type ml-dsa-44 --no-passphrase --out @keys");
    desk.ok("root add-key @2.json --repo @repo --key targets=@keys/alice-pq.pub");

    Ran ran = desk.ok("root threshold @2.json --repo @repo targets=2");
    assertThat(ran.err()).contains("count only the 1 classical keys of targets",
        "REFUSE every update");
    assertThat(desk.ok("root threshold @2.json --repo @repo targets=1 --min "
        + "targets=classical:1 --min targets=post-quantum:1").err())
        .doesNotContain("REFUSE every update");
  }

  @Test
  void saysWhatIsNoPublishedRoot() {
    desk.ok("root threshold @2.json --repo @repo root=2");

    assertThat(desk.run("root threshold @3.json --previous @2.json root=2").err())
        .contains("2.json: expected a published root, found one that has 0 of 2");
  }

  private String id(String key) throws IOException {
    return desk.ok("keys show --json @keys/" + key + ".pub").json().get("keyid").asText();
  }

  /** The 32 bytes of an Ed25519 key, as metadata has them: the file's last. */
  private String publicHex(String key) throws IOException {
    String base64 = Files.readString(directory.resolve("keys/" + key + ".pub"))
        .lines()
        .filter(line -> !line.startsWith("-"))
        .findFirst()
        .orElseThrow();
    byte[] der = java.util.Base64.getDecoder().decode(base64);
    return java.util.HexFormat.of().formatHex(der, der.length - 32, der.length);
  }
}
