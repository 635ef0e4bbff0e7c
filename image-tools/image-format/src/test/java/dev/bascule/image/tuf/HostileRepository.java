package dev.bascule.image.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Repositories that an attacker serves, each named for what is wrong with it. Each is made from an honest one that the
 * device knows, in which {@code edge} speaks for {@code edge/*} and has {@code edge/file}. What holds fewer keys than
 * it takes must be refused as it says here; what takes all keys of a role must not hurt beyond that role.
 */
@SuppressWarnings("ImmutableEnumChecker") // a trick has no state
enum HostileRepository {
  // Data without an end.
  ENDLESS_ROOT(MismatchException.class, "root", forge -> {
    forge.publish("root");
    forge.origin.neverEnd(forge.path("root"));
  }), ENDLESS_TIMESTAMP(MismatchException.class, "timestamp",
      forge -> forge.origin.neverEnd("metadata/timestamp.json")), ENDLESS_SNAPSHOT(
          MismatchException.class, "snapshot", forge -> {
            all(forge);
            forge.origin.neverEnd(forge.path("snapshot"));
          }), ENDLESS_TARGETS(MismatchException.class, "targets", forge -> {
            all(forge);
            forge.origin.neverEnd(forge.path("targets"));
          }), ENDLESS_DELEGATED_ROLE(MismatchException.class, "edge", forge -> {
            all(forge);
            forge.origin.neverEnd(forge.path("edge"));
          }), ENDLESS_FILE(MismatchException.class, "edge/file",
              forge -> forge.origin.neverEnd(filePath(forge))),

  // Freezing: what was good once, for ever.
  FROZEN_ROOT(ExpiredException.class, "root", forge -> expire(forge, "root")), FROZEN_TIMESTAMP(
      ExpiredException.class, "timestamp",
      forge -> expire(forge, "timestamp")), FROZEN_SNAPSHOT(ExpiredException.class, "snapshot",
          forge -> expire(forge, "snapshot")), FROZEN_TARGETS(ExpiredException.class, "targets",
              forge -> expire(forge, "targets")), FROZEN_DELEGATED_ROLE(ExpiredException.class,
                  "edge", forge -> expire(forge, "edge")),

  // Rollback: what was good before.
  TIMESTAMP_OF_BEFORE(RollbackException.class, "timestamp", forge -> {
    forge.signed("timestamp").put("version", 1);
    forge.publishAgain("timestamp");
  }), TIMESTAMP_LISTS_SNAPSHOT_OF_BEFORE(RollbackException.class, "timestamp", forge -> {
    forge.listing("snapshot").put("version", 1);
    forge.publish("timestamp");
  }), SNAPSHOT_LISTS_TARGETS_OF_BEFORE(RollbackException.class, "snapshot", forge -> {
    forge.listing("targets").put("version", 1);
    forge.publish("snapshot", "timestamp");
  }), SNAPSHOT_LISTS_DELEGATED_ROLE_OF_BEFORE(RollbackException.class, "snapshot", forge -> {
    forge.listing("edge").put("version", 1);
    forge.publish("snapshot", "timestamp");
  }), SNAPSHOT_FORGETS_DELEGATED_ROLE(RollbackException.class, "snapshot", forge -> {
    ((ObjectNode) forge.signed("snapshot").get("meta")).remove("edge.json");
    forge.publish("snapshot", "timestamp");
  }), ROOT_OF_BEFORE_AS_THE_NEXT(MismatchException.class, "root",
      forge -> forge.origin.put("metadata/3.root.json", forge.origin.get("metadata/2.root.json"))),

  // Mix and match: each part good, never together.
  SNAPSHOT_OF_ANOTHER_EDITION(MismatchException.class, "snapshot", forge -> {
    byte[] other = forge.origin.get(forge.path("snapshot"));
    all(forge);
    forge.origin.put(forge.path("snapshot"), other);
  }), TARGETS_OF_ANOTHER_EDITION(MismatchException.class, "targets", forge -> {
    byte[] other = forge.origin.get(forge.path("targets"));
    all(forge);
    forge.origin.put(forge.path("targets"), other);
  }), DELEGATED_ROLE_OF_ANOTHER_EDITION(MismatchException.class, "edge", forge -> {
    byte[] other = forge.origin.get(forge.path("edge"));
    all(forge);
    forge.origin.put(forge.path("edge"), other);
  }), DELEGATED_ROLES_EXCHANGED(MismatchException.class, "edge", forge -> {
    forge.delegate("targets", "core", false, "core/*");
    forge.publish("core", "edge", "targets", "snapshot", "timestamp");
    forge.origin.put(forge.path("edge"), forge.origin.get(forge.path("core")));
  }), FILE_OF_ANOTHER_EDITION(MismatchException.class, "edge/file",
      forge -> forge.origin.put(filePath(forge), "foul!".getBytes(UTF_8))), FILE_CUT(
          MismatchException.class, "edge/file",
          forge -> forge.origin.put(filePath(forge), "goo".getBytes(UTF_8))), FILE_MISSING(
              UnreachableException.class, "edge/file",
              forge -> forge.origin.remove(filePath(forge))),

  // Keys and signatures.
  TIMESTAMP_SIGNED_BY_SNAPSHOTS_KEY(NotSignedException.class, "timestamp",
      forge -> steal(forge, "timestamp", "snapshot")), SNAPSHOT_SIGNED_BY_TIMESTAMPS_KEY(
          NotSignedException.class, "snapshot",
          forge -> steal(forge, "snapshot", "timestamp")), TARGETS_SIGNED_BY_DELEGATED_ROLES_KEY(
              NotSignedException.class, "targets",
              forge -> steal(forge, "targets", "edge")), DELEGATED_ROLE_SIGNED_BY_TARGETS_KEY(
                  NotSignedException.class, "edge",
                  forge -> steal(forge, "edge", "targets")), ROOT_SIGNED_BY_TARGETS_KEY(
                      NotSignedException.class, "root", forge -> {
                        forge.keys("root").clear();
                        forge.keys("root").addAll(forge.keys("targets"));
                        forge.publish("root");
                      }), ROOT_SIGNED_BY_ITS_OWN_NEW_KEY_ONLY(NotSignedException.class, "root",
                          forge -> {
                            forge.authorise("root", 1, ForgedKey.ed25519());
                            forge.publish("root");
                          }), ROOT_SIGNED_BY_THE_FORMER_KEY_ONLY(NotSignedException.class, "root",
                              forge -> {
                                List<ForgedKey> former = List.copyOf(forge.keys("root"));
                                forge.authorise("root", 1, ForgedKey.ed25519());
                                forge.keys("root").clear();
                                forge.keys("root").addAll(former);
                                forge.publish("root");
                              }), ROOT_LEAVES_A_VERSION_OUT(MismatchException.class, "root",
                                  forge -> {
                                    forge.signed("root").put("version", 7);
                                    forge.origin.put("metadata/3.root.json", forge.sign("root"));
                                  }), TIMESTAMP_UNSIGNED(NotSignedException.class, "timestamp",
                                      forge -> {
                                        forge.keys("timestamp").clear();
                                        forge.publish("timestamp");
                                      }), SIGNATURE_UNDER_ANOTHER_KEYS_ID(NotSignedException.class,
                                          "timestamp",
                                          forge -> replace(forge, "timestamp",
                                              forge.keys("timestamp").getFirst().id(),
                                              forge.keys("snapshot")
                                                  .getFirst()
                                                  .id())), SIGNATURE_OF_ANOTHER_DOCUMENT(
                                                      NotSignedException.class, "timestamp",
                                                      forge -> replace(forge, "timestamp",
                                                          "\"version\" : 2",
                                                          "\"version\" : 3")), SIGNATURE_TWICE(
                                                              MalformedException.class, "timestamp",
                                                              forge -> {
                                                                forge.keys("timestamp")
                                                                    .add(forge.keys("timestamp")
                                                                        .getFirst());
                                                                forge.publish("timestamp");
                                                              }), ONE_KEY_UNDER_TWO_NAMES(
                                                                  NotSignedException.class, "edge",
                                                                  forge -> {
                                                                    ForgedKey one =
                                                                        forge.keys("edge")
                                                                            .getFirst();
                                                                    ForgedKey again =
                                                                        one.underAnotherName();
                                                                    ObjectNode delegations =
                                                                        forge.signed("targets")
                                                                            .withObjectProperty(
                                                                                "delegations");
                                                                    delegations
                                                                        .withObjectProperty("keys")
                                                                        .set(again.id(),
                                                                            again.json());
                                                                    ObjectNode role =
                                                                        (ObjectNode) delegations
                                                                            .get("roles")
                                                                            .get(0);
                                                                    role.put("threshold", 2);
                                                                    ((ArrayNode) role.get("keyids"))
                                                                        .add(again.id());
                                                                    forge.keys("edge").add(again);
                                                                    all(forge);
                                                                  }), THRESHOLD_OF_NONE(
                                                                      MalformedException.class,
                                                                      "targets", forge -> {
                                                                        ((ObjectNode) forge
                                                                            .signed("targets")
                                                                            .get("delegations")
                                                                            .get("roles")
                                                                            .get(0))
                                                                            .put("threshold", 0);
                                                                        all(forge);
                                                                      }),

  // Delegations.
  DELEGATIONS_IN_A_CIRCLE(null, "", forge -> {
    forge.delegate("edge", "circle", false, "*/*");
    forge.delegate("circle", "edge", false, "*/*");
    removeFile(forge);
    forge.publish("circle");
    all(forge);
  }), DELEGATIONS_WITHOUT_AN_END(MalformedException.class, "edge/file", forge -> {
    removeFile(forge);
    String from = "edge";
    for (int i = 0; i < 40; i++) {
      forge.delegate(from, "bomb" + i, false, "*/*");
      from = "bomb" + i;
    }
    for (int i = 0; i < 40; i++) {
      forge.publish("bomb" + i);
    }
    all(forge);
  }), DELEGATED_ROLE_SPEAKS_FOR_OTHERS_PATHS(null, "", forge -> {
    removeFile(forge);
    forge.delegate("targets", "other", false, "other/*");
    forge.addTarget("other", "edge/file", "foul");
    forge.publish("other");
    all(forge);
  }), DELEGATED_ROLE_NAMED_LIKE_A_TOP_LEVEL_ONE(MalformedException.class, "targets", forge -> {
    ((ObjectNode) forge.signed("targets").get("delegations").get("roles").get(0))
        .put("name", "timestamp");
    all(forge);
  }), DELEGATED_ROLE_NAMED_LIKE_A_PATH(UnreachableException.class, "../../root", forge -> {
    removeFile(forge);
    forge.delegate("targets", "../../root", false, "*/*");
    forge.publish("../../root");
    all(forge);
    forge.origin.put("root.json", forge.origin.get(forge.path("../../root")));
    forge.origin.remove(forge.path("../../root"));
  }), DELEGATED_ROLE_THAT_NO_SNAPSHOT_LISTS(MismatchException.class, "ghost", forge -> {
    removeFile(forge);
    forge.delegate("targets", "ghost", false, "*/*");
    all(forge);
  }), BINS_WITHOUT_AN_END(MalformedException.class, "targets", forge -> {
    ObjectNode delegations = forge.signed("targets").withObjectProperty("delegations");
    delegations.remove("roles");
    delegations.putObject("succinct_roles")
        .put("bit_length", 33)
        .put("threshold", 1)
        .put("name_prefix", "bin")
        .putArray("keyids");
    all(forge);
  }),

  // Files that are not what they seem to be.
  NO_SNAPSHOT(UnreachableException.class, "snapshot", forge -> {
    all(forge);
    forge.origin.remove(forge.path("snapshot"));
  }), SERVER_ERROR_FOR_ROOT(UnreachableException.class, "root",
      forge -> forge.origin.fail("metadata/3.root.json")), SERVER_ERROR_FOR_TARGETS(
          UnreachableException.class, "targets", forge -> {
            all(forge);
            forge.origin.fail(forge.path("targets"));
          }), TIMESTAMP_IN_PLACE_OF_SNAPSHOT(MismatchException.class, "snapshot", forge -> {
            all(forge);
            forge.origin.put(forge.path("snapshot"), forge.origin.get("metadata/timestamp.json"));
          }), NOT_JSON(MalformedException.class, "timestamp",
              forge -> forge.origin.put("metadata/timestamp.json",
                  "<html>".getBytes(UTF_8))), NOT_UTF_8(
                      MalformedException.class, "timestamp",
                      forge -> forge.origin.put("metadata/timestamp.json",
                          new byte[]{'"', (byte) 0xff, '"'})), BYTE_ORDER_MARK(
                              MalformedException.class,
                              "timestamp",
                              forge -> replace(forge, "timestamp", "^", "\uFEFF")), NAME_TWICE(
                                  MalformedException.class, "timestamp",
                                  forge -> replace(forge, "timestamp", "\"version\" : 2",
                                      "\"version\" : 2, \"version\" : 3")), NESTED_WITHOUT_AN_END(
                                          MalformedException.class,
                                          "timestamp",
                                          forge -> forge.origin.put("metadata/timestamp.json", "["
                                              .repeat(60_000)
                                              .getBytes(UTF_8))), SOMETHING_BEHIND(
                                                  MalformedException.class, "timestamp",
                                                  forge -> replace(forge, "timestamp", "$",
                                                      "{}")), VERSION_IN_QUOTES(
                                                          MalformedException.class, "timestamp",
                                                          forge -> replace(forge, "timestamp",
                                                              "\"version\" : 2",
                                                              "\"version\" : \"2\"")), VERSION_WITH_A_FRACTION(
                                                                  MalformedException.class,
                                                                  "timestamp",
                                                                  forge -> replace(forge,
                                                                      "timestamp",
                                                                      "\"version\" : 2",
                                                                      "\"version\" : 2.0")), VERSION_BEYOND_LONG(
                                                                          MalformedException.class,
                                                                          "timestamp",
                                                                          forge -> {
                                                                            forge
                                                                                .signed("timestamp")
                                                                                .set("version",
                                                                                    JsonNodeFactory.instance
                                                                                        .numberNode(
                                                                                            BigInteger.TWO
                                                                                                .pow(
                                                                                                    63)));
                                                                            forge.publishAgain(
                                                                                "timestamp");
                                                                          }), VERSION_THAT_NOTHING_FOLLOWS(
                                                                              MalformedException.class,
                                                                              "timestamp",
                                                                              forge -> {
                                                                                forge
                                                                                    .signed(
                                                                                        "timestamp")
                                                                                    .put("version",
                                                                                        Long.MAX_VALUE);
                                                                                forge.publishAgain(
                                                                                    "timestamp");
                                                                              }), SPECIFICATION_OF_THE_FUTURE(
                                                                                  MalformedException.class,
                                                                                  "timestamp",
                                                                                  forge -> {
                                                                                    forge.signed(
                                                                                        "timestamp")
                                                                                        .put(
                                                                                            "spec_version",
                                                                                            "2.0.0");
                                                                                    forge.publish(
                                                                                        "timestamp");
                                                                                  }), TYPE_OF_ANOTHER_ROLE(
                                                                                      MalformedException.class,
                                                                                      "timestamp",
                                                                                      forge -> {
                                                                                        forge
                                                                                            .signed(
                                                                                                "timestamp")
                                                                                            .put(
                                                                                                "_type",
                                                                                                "snapshot");
                                                                                        forge
                                                                                            .publish(
                                                                                                "timestamp");
                                                                                      }), LENGTH_BEYOND_ALL_MEMORY(
                                                                                          MismatchException.class,
                                                                                          "targets",
                                                                                          forge -> {
                                                                                            all(forge);
                                                                                            forge
                                                                                                .listing(
                                                                                                    "targets")
                                                                                                .put(
                                                                                                    "length",
                                                                                                    1L << 50);
                                                                                            forge
                                                                                                .publish(
                                                                                                    "snapshot",
                                                                                                    "timestamp");
                                                                                          }), SIGNED_AT_IN_THE_FAR_FUTURE(
                                                                                              MalformedException.class,
                                                                                              "timestamp",
                                                                                              forge -> {
                                                                                                forge
                                                                                                    .signed(
                                                                                                        "timestamp")
                                                                                                    .put(
                                                                                                        "x-signed-at",
                                                                                                        "2999-01-01T00:00:00Z");
                                                                                                forge
                                                                                                    .publish(
                                                                                                        "timestamp");
                                                                                              });

  /** What the device says, or null if it must find nothing. */
  final @Nullable Class<? extends TufException> refusal;
  /** The role or path that it names. */
  final String subject;
  private final Consumer<RepositoryForge> trick;

  HostileRepository(@Nullable Class<? extends TufException> refusal, String subject,
      Consumer<RepositoryForge> trick) {
    this.refusal = refusal;
    this.subject = subject;
    this.trick = trick;
  }

  /** The honest repository that all begin as: version 2 of every role. */
  static RepositoryForge honest() {
    RepositoryForge forge = new RepositoryForge().listHashes();
    forge.delegate("targets", "edge", false, "edge/*");
    forge.addTarget("edge", "edge/file", "good");
    forge.publish("root", "edge");
    forge.publish("edge", "targets", "snapshot", "timestamp");
    return forge;
  }

  /** Makes an honest repository hostile. */
  void corrupt(RepositoryForge forge) {
    trick.accept(forge);
  }

  /** A new edition of everything below the root, as its keys sign it. */
  private static void all(RepositoryForge forge) {
    forge.publish("edge", "targets", "snapshot", "timestamp");
  }

  private static void expire(RepositoryForge forge, String role) {
    Instant yesterday = RepositoryForge.NOW.minus(Duration.ofDays(1));
    forge.expire(role, yesterday);
    forge.publish(role);
    if (!role.equals("root")) {
      forge.publish("snapshot", "timestamp");
    }
  }

  private static void steal(RepositoryForge forge, String role, String thief) {
    forge.keys(role).clear();
    forge.keys(role).addAll(forge.keys(thief));
    forge.publish(role);
    forge.publish("snapshot", "timestamp");
  }

  private static void removeFile(RepositoryForge forge) {
    ((ObjectNode) forge.signed("edge").get("targets")).remove("edge/file");
  }

  /** Changes the text of what is served, after it was signed. */
  private static void replace(RepositoryForge forge, String role, String what, String by) {
    String text = new String(forge.origin.get(forge.path(role)), UTF_8);
    forge.origin.put(forge.path(role), text.replaceFirst(what, by).getBytes(UTF_8));
  }

  private static String filePath(RepositoryForge forge) {
    String sha256 = forge.signed("edge").at("/targets/edge~1file/hashes/sha256").textValue();
    return "targets/edge/" + sha256 + ".file";
  }
}
