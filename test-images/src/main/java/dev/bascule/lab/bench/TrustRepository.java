package dev.bascule.lab.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Sha256;
import dev.bascule.image.json.CanonicalJson;
import dev.bascule.image.json.UtcSecond;
import dev.bascule.image.tuf.KeyFamily;
import dev.bascule.image.tuf.SignatureScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A repository of one model as formats.md has it, signed with keys of some schemes: two of three keys for root, targets
 * and images, one for rollout, snapshot and timestamp; of every scheme, where there are more.
 */
final class TrustRepository {

  static final String MODEL = "board";
  static final String CATALOG = MODEL + "/catalog.json";
  static final String IMAGE = MODEL + "/images/1.0.0/image.json";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Duration LIFETIME = Duration.ofDays(300);

  private final Path directory;
  private final List<SignatureScheme> schemes;
  private final Instant expires = Instant.now().plus(LIFETIME);
  private final Map<String, List<TrustKey>> keys = new TreeMap<>();
  private final Map<String, Long> sizes = new TreeMap<>();

  private TrustRepository(Path directory, List<SignatureScheme> schemes) {
    this.directory = directory;
    this.schemes = schemes;
  }

  /** Makes keys and a repository. */
  static TrustRepository create(Path directory, List<SignatureScheme> schemes)
      throws IOException, GeneralSecurityException {
    TrustRepository repository = new TrustRepository(directory, schemes);
    repository.makeKeys("root", 3);
    repository.makeKeys("targets", 3);
    repository.makeKeys("images", 3);
    for (String role : List.of("rollout", "snapshot", "timestamp")) {
      repository.makeKeys(role, 1);
    }
    repository.publish();
    return repository;
  }

  Path directory() {
    return directory;
  }

  /** A role's file in bytes. */
  long size(String role) {
    return sizes.getOrDefault(role, 0L);
  }

  /** How many signatures a new device verifies: those that there are, of six roles; the root's once more as an anchor. */
  int signatures() {
    return keys.values().stream().mapToInt(role -> least(role)).sum() + least(role("root"));
  }

  private List<TrustKey> role(String name) {
    return keys.getOrDefault(name, List.of());
  }

  private void makeKeys(String role, int count) throws GeneralSecurityException {
    List<TrustKey> made = new ArrayList<>();
    for (SignatureScheme scheme : schemes) {
      for (int i = 0; i < count; i++) {
        made.add(TrustKey.create(scheme));
      }
    }
    keys.put(role, made);
  }

  /** Two of three keys, or the one, of each scheme. */
  private int least(List<TrustKey> role) {
    return schemes.size() * (role.size() / schemes.size() > 1 ? 2 : 1);
  }

  private void publish() throws IOException, GeneralSecurityException {
    ObjectNode root = content("root").put("consistent_snapshot", true);
    ObjectNode rootKeys = root.putObject("keys");
    ObjectNode roles = root.putObject("roles");
    for (String role : List.of("root", "targets", "snapshot", "timestamp")) {
      authorise(role, roles.putObject(role), rootKeys);
    }
    write("root", "1.root.json", root);
    ObjectNode images = content("targets");
    target(images, IMAGE, 30_000);
    target(images, MODEL + "/images/1.0.0/root.tiles", 50_000);
    target(images, MODEL + "/images/1.0.0/root.full", 50_000);
    ObjectNode rollout = content("targets");
    target(rollout, CATALOG, 500);
    ObjectNode targets = content("targets");
    targets.putObject("targets");
    ObjectNode delegations = targets.putObject("delegations");
    ObjectNode delegatedKeys = delegations.putObject("keys");
    ArrayNode delegated = delegations.putArray("roles");
    delegate("rollout", delegated.addObject(), CATALOG, delegatedKeys);
    delegate("images", delegated.addObject(), MODEL + "/images/*/*", delegatedKeys);
    write("targets", "1.targets.json", targets);
    write("images", "1.images.json", images);
    write("rollout", "1.rollout.json", rollout);
    ObjectNode snapshot = content("snapshot");
    ObjectNode listed = snapshot.putObject("meta");
    for (String role : List.of("targets", "images", "rollout")) {
      listed.putObject(role + ".json").put("version", 1);
    }
    write("snapshot", "1.snapshot.json", snapshot);
    ObjectNode timestamp = content("timestamp");
    timestamp.putObject("meta").putObject("snapshot.json").put("version", 1);
    write("timestamp", "timestamp.json", timestamp);
  }

  private void delegate(String role, ObjectNode entry, String path, ObjectNode keyList) {
    entry.put("name", role).put("terminating", true).putArray("paths").add(path);
    authorise(role, entry, keyList);
  }

  private void authorise(String role, ObjectNode entry, ObjectNode keyList) {
    ArrayNode ids = entry.putArray("keyids");
    for (TrustKey key : role(role)) {
      ids.add(key.id());
      keyList.set(key.id(), key.json());
    }
    entry.put("threshold", least(role(role)));
    if (schemes.size() > 1) {
      ObjectNode families = entry.putObject("x-min-by-family");
      for (KeyFamily family : KeyFamily.values()) {
        families.put(family.toString(), least(role(role)) / schemes.size());
      }
    }
  }

  private ObjectNode content(String type) {
    return NODES.objectNode()
        .put("_type", type)
        .put("spec_version", "1.0.34")
        .put("version", 1)
        .put("expires", UtcSecond.format(expires));
  }

  private void target(ObjectNode role, String path, int length) throws IOException {
    byte[] content = new byte[length];
    Sha256 sha256 = Sha256.digest(content);
    role.withObjectProperty("targets")
        .putObject(path)
        .put("length", length)
        .putObject("hashes")
        .put("sha256", sha256.toString());
    int name = path.lastIndexOf('/') + 1;
    Path file = directory.resolve("targets")
        .resolve(path.substring(0, name) + sha256 + "." + path.substring(name));
    Files.createDirectories(file.resolveSibling("."));
    Files.write(file, content);
  }

  private void write(String role, String name, ObjectNode content)
      throws IOException, GeneralSecurityException {
    ObjectNode document = NODES.objectNode();
    document.set("signed", content);
    ArrayNode signatures = document.putArray("signatures");
    byte[] canonical = CanonicalJson.encode(content);
    int perScheme = role(role).size() / schemes.size();
    for (int i = 0; i < role(role).size(); i++) {
      if (i % perScheme < Math.min(2, perScheme)) {
        TrustKey key = role(role).get(i);
        signatures.addObject().put("keyid", key.id()).put("sig", key.sign(canonical));
      }
    }
    byte[] file = document.toPrettyString().getBytes(StandardCharsets.UTF_8);
    Files.createDirectories(directory.resolve("metadata"));
    Files.write(directory.resolve("metadata").resolve(name), file);
    sizes.put(role, (long) file.length);
  }
}
