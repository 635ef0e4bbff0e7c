package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelegationTest {

  @TempDir
  Path directory;
  private final RepositoryForge forge = new RepositoryForge();
  private Device device;

  @BeforeEach
  void begin() {
    device = new Device(forge, directory);
  }

  @Test
  void asksRolesInPreOrder() throws Exception {
    forge.delegate("targets", "a", false, "*");
    forge.delegate("targets", "b", false, "*");
    forge.delegate("a", "c", false, "*");
    forge.delegate("a", "d", false, "*");
    publish("a", "b", "c", "d");

    assertThat(asked("file")).containsExactly("a", "c", "d", "b");
  }

  @Test
  void asksNobodyAfterARoleThatTerminates() throws Exception {
    forge.delegate("targets", "a", false, "*");
    forge.delegate("targets", "b", false, "*");
    forge.delegate("a", "c", true, "*");
    forge.delegate("a", "d", false, "*");
    forge.delegate("c", "e", false, "*");
    publish("a", "b", "c", "d", "e");

    assertThat(asked("file")).containsExactly("a", "c", "e");
  }

  @Test
  void passesATerminatingRoleThatDoesNotCoverThePath() throws Exception {
    forge.delegate("targets", "a", true, "other/*");
    forge.delegate("targets", "b", false, "*");
    publish("a", "b");

    assertThat(asked("file")).containsExactly("b");
  }

  @Test
  void asksOnlyRolesThatEveryRoleOnTheWayCovers() throws Exception {
    forge.delegate("targets", "a", false, "edge/*");
    forge.delegate("a", "b", false, "*/*");
    forge.addTarget("b", "edge/file", "allowed");
    forge.addTarget("b", "core/file", "not allowed");
    publish("a", "b");

    assertThat(device.fetch("edge/file")).isEqualTo("allowed");
    assertThat(find("core/file")).isEmpty();
  }

  @Test
  void takesTheFirstRolesWordForAPath() throws Exception {
    forge.delegate("targets", "a", false, "*");
    forge.delegate("targets", "b", false, "*");
    forge.addTarget("a", "file", "first");
    forge.addTarget("b", "file", "second");
    publish("a", "b");

    assertThat(device.fetch("file")).isEqualTo("first");
    assertThat(find("file").orElseThrow().role()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../file", "a/../b", "a//b", "./a", "/a", "a/"})
  void searchesForNoPathThatAFileSystemTakesForAnother(String path) throws Exception {
    publish();
    TufClient client = device.client();
    client.refresh();

    assertThatThrownBy(() -> client.find(path)).isInstanceOf(MalformedException.class);
  }

  @Test
  void walksCyclesOnce() throws Exception {
    forge.delegate("targets", "a", false, "*");
    forge.delegate("a", "b", false, "*");
    ObjectNode back = forge.delegate("b", "a", false, "*");
    assertThat(back.get("name").textValue()).isEqualTo("a");
    publish("a", "b");

    assertThat(asked("file")).containsExactly("a", "b");
  }

  @Test
  void asksAtMostThirtyTwoRoles() throws Exception {
    String[] roles = new String[33];
    String from = "targets";
    for (int i = 0; i < roles.length; i++) {
      roles[i] = "role" + i;
      forge.delegate(from, roles[i], false, "*");
      from = roles[i];
    }
    forge.addTarget(roles[31], "near", "near");
    forge.addTarget(roles[32], "far", "far");
    publish(roles);

    assertThat(device.fetch("near")).isEqualTo("near");
    assertThatThrownBy(() -> find("far")).isInstanceOf(MalformedException.class)
        .hasMessageContaining("first 32 delegated roles");
  }

  /** The keys are those that the role names that led here: a second way needs its own signatures. */
  @Test
  void verifiesARoleAnewForEachRoleThatDelegatesToIt() throws Exception {
    forge.delegate("targets", "a", false, "a/*");
    forge.delegate("targets", "b", false, "b/*");
    forge.delegate("a", "shared", false, "a/*");
    forge.delegate("b", "shared", false, "b/*");
    forge.keys("shared").removeLast();
    forge.addTarget("shared", "a/file", "good");
    forge.addTarget("shared", "b/file", "not signed for b");
    publish("a", "b", "shared");

    TufClient client = device.client();
    client.refresh();
    assertThat(client.find("a/file")).isPresent();
    assertThatThrownBy(() -> client.find("b/file")).isInstanceOf(NotSignedException.class);
    assertThat(client.find("a/file")).isPresent();
  }

  @Test
  void endsTheSearchAtARoleThatCannotBeTrustedRatherThanAskTheNextOne() throws Exception {
    forge.delegate("targets", "a", false, "*");
    forge.delegate("targets", "b", false, "*");
    forge.addTarget("b", "file", "content");
    publish("a", "b");
    forge.origin.remove(forge.path("a"));

    assertThatThrownBy(() -> find("file")).isInstanceOf(UnreachableException.class)
        .hasMessageStartingWith("a: ");
  }

  @Test
  void refusesADelegatedRoleThatTheSnapshotDoesNotList() throws Exception {
    forge.delegate("targets", "a", false, "*");
    forge.publish("a", "targets");
    forge.signed("snapshot").withObjectProperty("meta").remove("a.json");
    forge.publish("snapshot", "timestamp");

    assertThatThrownBy(() -> find("file")).isInstanceOf(MismatchException.class);
    assertThat(forge.origin.requests).doesNotContain("metadata/1.a.json");
  }

  @Test
  void checksDelegatedRolesForVersionHashAndExpiryLikeAllOthers() throws Exception {
    forge.delegate("targets", "a", false, "*");
    forge.listHashes();
    publish("a");

    forge.expire("a", RepositoryForge.NOW.plus(Duration.ofDays(31)));
    forge.serve("a", forge.sign("a"));
    assertThatThrownBy(() -> find("file")).isInstanceOf(MismatchException.class)
        .hasMessageStartingWith("a: sha256: expected ");

    forge.listing("a").remove("hashes");
    forge.listing("a").remove("length");
    forge.signed("a").put("version", 7);
    forge.origin.put("metadata/1.a.json", forge.sign("a"));
    forge.publish("snapshot", "timestamp");
    assertThatThrownBy(() -> find("file")).isInstanceOf(MismatchException.class)
        .hasMessage("a: version: expected 1, found 7");

    forge.expire("a", RepositoryForge.NOW);
    forge.publish("a", "snapshot", "timestamp");
    assertThatThrownBy(() -> find("file")).isInstanceOf(ExpiredException.class);
    assertThat(device.files()).doesNotContain("a.json");

    forge.expire("a", RepositoryForge.NOW.plus(Duration.ofDays(1)));
    forge.publish("a", "snapshot", "timestamp");
    assertThat(find("file")).isEmpty();
    assertThat(device.files()).contains("a.json");
  }

  @Test
  void fetchesADelegatedRoleOnceAndNotAgainInTheNextProcess() throws Exception {
    forge.delegate("targets", "a", false, "*");
    forge.addTarget("a", "file", "content");
    publish("a");

    assertThat(asked("file", "file", "other")).containsExactly("a");
    assertThat(asked("file")).isEmpty();
    forge.publish("a", "snapshot", "timestamp");
    assertThat(forge.origin.requests).doesNotContain("metadata/2.a.json");
    find("file");
    assertThat(forge.origin.requests).contains("metadata/2.a.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "?", "#", "/role", "../role", "..", ".", "a/b", "a%2Fb", "r\u00f6le \ud83d\ude00", "CON",
      "%_x",
      "\u0000", "2.targets"
  })
  void keepsRoleNamesDataHoweverTheyAreSpelt(String role) throws Exception {
    forge.delegate("targets", role, false, "*");
    forge.addTarget(role, "file", "content");
    publish(role);

    assertThat(device.fetch("file")).isEqualTo("content");
    assertThat(forge.origin.requests).contains("metadata/1." + UrlName.encode(role) + ".json");
    assertThat(device.files()).hasSize(4).contains(UrlName.encode(role) + ".json");
  }

  @Test
  void storesRolesWithNamesThatNoFileCanHave() throws Exception {
    String name = "€".repeat(300);
    forge.delegate("targets", name, false, "*");
    forge.addTarget(name, "file", "content");
    publish(name);

    assertThat(device.fetch("file")).isEqualTo("content");
    forge.origin.requests.clear();
    assertThat(device.fetch("file")).isEqualTo("content");
    assertThat(forge.origin.requests).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", ""})
  void refusesToDelegateToARoleWithATopLevelName(String role) {
    ObjectNode delegations = forge.signed("targets").withObjectProperty("delegations");
    delegations.withObjectProperty("keys");
    delegations.withArrayProperty("roles")
        .addObject()
        .put("name", role)
        .put("threshold", 1)
        .putArray("keyids");
    forge.publish("targets", "snapshot", "timestamp");

    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("targets: signed.delegations.roles[0].name: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "../etc/passwd", "a/../b", "a/./b", "/a", "a//b", "a/", ".", "..", "", "a/.."
  })
  void fetchesNoTargetWhosePathLeadsElsewhere(String path) throws Exception {
    forge.addTarget("targets", path, "content");
    forge.publish("targets", "snapshot", "timestamp");

    assertThatThrownBy(() -> find(path)).isInstanceOf(MalformedException.class);
  }

  @Test
  void encodesTargetPathsNameByName() throws Exception {
    forge.addTarget("targets", "a b/c%2Fd?#\u00e9\\..", "content");
    forge.publish("targets", "snapshot", "timestamp");

    Target target = find("a b/c%2Fd?#\u00e9\\..").orElseThrow();

    assertThat(target.repositoryPath())
        .isEqualTo("a%20b/" + target.sha256().orElseThrow() + ".c%252Fd%3F%23%C3%A9%5C..");
  }

  @Test
  void asksTheBinThatAPathIsHashedInto() throws Exception {
    ForgedKey key = ForgedKey.ed25519();
    for (int bin = 0; bin < 16; bin++) {
      String role = "bin-" + Integer.toHexString(bin);
      forge.delegate("targets", role, false);
      forge.keys(role).clear();
      forge.keys(role).add(key);
    }
    ObjectNode delegations = forge.signed("targets").putObject("delegations");
    delegations.putObject("keys").set(key.id(), key.json());
    delegations.putObject("succinct_roles")
        .put("threshold", 1)
        .put("bit_length", 4)
        .put("name_prefix", "bin")
        .putArray("keyids")
        .add(key.id());
    /* printf file | sha256sum begins with 3b9c, printf other | sha256sum with d9298. */
    forge.addTarget("bin-3", "file", "content");
    forge.addTarget("bin-3", "other", "in the wrong bin");
    for (int bin = 0; bin < 16; bin++) {
      forge.publish("bin-" + Integer.toHexString(bin));
    }
    publish();

    assertThat(device.fetch("file")).isEqualTo("content");
    assertThat(asked("other")).containsExactly("bin-d");
  }

  @Test
  void asksRolesByTheHashOfThePath() throws Exception {
    ObjectNode role = forge.delegate("targets", "a", false);
    role.remove("paths");
    role.putArray("path_hash_prefixes").add("d9").add("3b9");
    forge.addTarget("a", "file", "content");
    forge.addTarget("a", "unlike", "not a's to speak for");
    publish("a");

    assertThat(device.fetch("file")).isEqualTo("content");
    assertThat(find("unlike")).isEmpty();
    assertThat(asked("unlike")).isEmpty();
  }

  private void publish(String... roles) {
    forge.publish(roles);
    forge.publish("targets", "snapshot", "timestamp");
  }

  private Optional<Target> find(String path) throws Exception {
    TufClient client = device.client();
    client.refresh();
    return client.find(path);
  }

  /** The delegated roles whose metadata is fetched while a fresh process looks for some paths. */
  private List<String> asked(String... paths) throws Exception {
    TufClient client = device.client();
    client.refresh();
    forge.origin.requests.clear();
    for (String path : paths) {
      client.find(path);
    }
    return forge.origin.requests.stream()
        .map(request -> request.replaceAll("metadata/[0-9]+\\.(.*)\\.json", "$1"))
        .toList();
  }
}
