package dev.bascule.image.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Sha256;
import dev.bascule.image.json.CanonicalJson;
import dev.bascule.image.json.UtcSecond;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A repository that a test makes, honest or hostile. It begins with version 1 of the four top-level roles,
 * one Ed25519 key each; whatever a test changes in {@link #signed} or {@link #keys} shows in what is
 * published from then on.
 */
final class RepositoryForge {

  static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  final ForgedOrigin origin = new ForgedOrigin();
  private final Map<String, ObjectNode> signed = new LinkedHashMap<>();
  private final Map<String, List<ForgedKey>> keys = new LinkedHashMap<>();
  private boolean hashesInMetadata;

  RepositoryForge() {
    newRole("root", "root").put("consistent_snapshot", true);
    newRole("targets", "targets").putObject("targets");
    newRole("snapshot", "snapshot").putObject("meta");
    newRole("timestamp", "timestamp").putObject("meta");
    signed("root").putObject("keys");
    signed("root").putObject("roles");
    Root.TOP_LEVEL.forEach(role -> authorise(role, 1, ForgedKey.ed25519()));
    publish("root", "targets", "snapshot", "timestamp");
  }

  /** What a role signs next; to be changed at will. */
  ObjectNode signed(String role) {
    return Optional.ofNullable(signed.get(role)).orElseThrow();
  }

  /** Who signs a role next; to be changed at will. */
  List<ForgedKey> keys(String role) {
    return keys.computeIfAbsent(role, name -> new ArrayList<>());
  }

  long version(String role) {
    return signed(role).get("version").longValue();
  }

  /** From now on, timestamp and snapshot list lengths and hashes too. */
  RepositoryForge listHashes() {
    hashesInMetadata = true;
    return this;
  }

  /** Makes the keys the ones of a top-level role, in root metadata and for signing. */
  void authorise(String role, int threshold, ForgedKey... now) {
    keys.put(role, new ArrayList<>(List.of(now)));
    ObjectNode entry = ((ObjectNode) signed("root").get("roles")).putObject(role);
    entry.put("threshold", threshold);
    listKeys((ObjectNode) signed("root").get("keys"), entry, now);
  }

  /** Delegates paths to a new role with a new key; the role's metadata is made unless it exists. */
  ObjectNode delegate(String from, String role, boolean terminating, String... paths) {
    if (!signed.containsKey(role)) {
      newRole(role, "targets").putObject("targets");
    }
    ForgedKey key = ForgedKey.ed25519();
    keys(role).add(key);
    ObjectNode delegations = signed(from).withObjectProperty("delegations");
    ObjectNode entry = delegations.withArrayProperty("roles").addObject();
    entry.put("name", role).put("threshold", 1).put("terminating", terminating);
    ArrayNode patterns = entry.putArray("paths");
    for (String path : paths) {
      patterns.add(path);
    }
    listKeys(delegations.withObjectProperty("keys"), entry, key);
    return entry;
  }

  /** Lists a target in a role, and puts its file into the repository. */
  void addTarget(String role, String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    String sha256 = Sha256.digest(bytes).toString();
    ObjectNode entry = ((ObjectNode) signed(role).get("targets")).putObject(path);
    entry.put("length", bytes.length).putObject("hashes").put("sha256", sha256);
    int name = path.lastIndexOf('/') + 1;
    origin.put("targets/" + path.substring(0, name) + sha256 + "." + path.substring(name), bytes);
    origin.put("targets/" + path, bytes);
  }

  /** Publishes the next version of roles, and lists it where it belongs. */
  RepositoryForge publish(String... roles) {
    for (String role : roles) {
      signed(role).put("version", version(role) + 1);
      publishAgain(role);
    }
    return this;
  }

  /** Publishes roles under the version that they have. */
  RepositoryForge publishAgain(String... roles) {
    for (String role : roles) {
      byte[] file = sign(role);
      serve(role, file);
      if (role.equals("snapshot")) {
        list("timestamp", role, version(role), file);
      } else if (!role.equals("timestamp") && !role.equals("root")) {
        list("snapshot", role, version(role), file);
      }
    }
    return this;
  }

  /** The file of a role as it is, with signatures of all its keys. */
  byte[] sign(String role) {
    return sign(signed(role), keys(role));
  }

  static byte[] sign(JsonNode content, List<ForgedKey> keys) {
    ObjectNode document = NODES.objectNode();
    document.set("signed", content);
    ArrayNode signatures = document.putArray("signatures");
    byte[] canonical = CanonicalJson.encode(content);
    for (ForgedKey key : keys) {
      signatures.addObject().put("keyid", key.id()).put("sig", key.sign(canonical));
    }
    return document.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }

  /** Puts a file where clients look for the version of a role that is current. */
  void serve(String role, byte[] file) {
    if (!role.equals("timestamp")) {
      origin.put(path(role), file);
    }
    if (!role.equals("root")) {
      origin.put("metadata/" + UrlName.encode(role) + ".json", file);
    }
  }

  /** Where the current version of a role lies. */
  String path(String role) {
    String prefix = role.equals("timestamp") ? "" : version(role) + ".";
    return "metadata/" + prefix + UrlName.encode(role) + ".json";
  }

  /** The entry of a role in the metadata that lists it: snapshot, or timestamp for the snapshot. */
  ObjectNode listing(String role) {
    String by = role.equals("snapshot") ? "timestamp" : "snapshot";
    return (ObjectNode) signed(by).get("meta").get(role + ".json");
  }

  private void list(String by, String role, long version, byte[] file) {
    ObjectNode entry = ((ObjectNode) signed(by).get("meta")).putObject(role + ".json");
    entry.put("version", version);
    if (hashesInMetadata) {
      entry.put("length", file.length);
      entry.putObject("hashes").put("sha256", Sha256.digest(file).toString());
    }
  }

  private ObjectNode newRole(String role, String type) {
    ObjectNode content = NODES.objectNode();
    content.put("_type", type).put("spec_version", "1.0.34").put("version", 0);
    signed.put(role, content);
    expire(role, NOW.plus(Duration.ofDays(30)));
    return content;
  }

  void expire(String role, Instant when) {
    signed(role).put("expires", UtcSecond.format(when));
  }

  /** What a repository was, to come back to. */
  record Edition(Map<String, ObjectNode> signed, Map<String, List<ForgedKey>> keys,
      Map<String, byte[]> files) {}

  Edition edition() {
    Map<String, ObjectNode> contents = new LinkedHashMap<>();
    signed.forEach((role, content) -> contents.put(role, content.deepCopy()));
    Map<String, List<ForgedKey>> signers = new LinkedHashMap<>();
    keys.forEach((role, list) -> signers.put(role, List.copyOf(list)));
    return new Edition(contents, signers, origin.files());
  }

  /**
   * Publishes what an edition had, under versions after all that were published since; what a snapshot listed once stays
   * listed, and the root stays.
   */
  void restore(Edition edition) {
    Map<String, Long> versions = new LinkedHashMap<>();
    signed.forEach((role, content) -> versions.put(role, content.get("version").asLong()));
    ObjectNode listed = (ObjectNode) signed("snapshot").get("meta").deepCopy();
    signed.clear();
    edition.signed.forEach((role, content) -> signed.put(role, content.deepCopy()));
    keys.clear();
    edition.keys.forEach((role, list) -> keys.put(role, new ArrayList<>(list)));
    origin.restore(edition.files);
    ObjectNode meta = (ObjectNode) signed("snapshot").get("meta");
    listed.properties()
        .stream()
        .filter(role -> !meta.has(role.getKey()))
        .forEach(role -> meta.set(role.getKey(), role.getValue()));
    for (String role : List.of("edge", "targets", "snapshot", "timestamp")) {
      long former = versions.getOrDefault(role, 0L);
      if (former > version(role) && former < Integer.MAX_VALUE) {
        signed(role).put("version", former);
      }
      publish(role);
    }
  }

  private static void listKeys(ObjectNode all, ObjectNode role, ForgedKey... keys) {
    ArrayNode ids = role.putArray("keyids");
    for (ForgedKey key : keys) {
      ids.add(key.id());
      all.set(key.id(), key.json());
    }
  }
}
