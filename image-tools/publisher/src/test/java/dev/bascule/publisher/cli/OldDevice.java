package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.image.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * A device whose software is older than ML-DSA: it knows Ed25519 alone, takes the threshold for the whole rule, and skips
 * keys and members that it does not know. Written apart from the real client, so that the two can disagree.
 */
final class OldDevice {

  /** RFC 8410: what stands before an Ed25519 key's 32 bytes. */
  private static final String ED25519 = "302a300506032b6570032100";

  private final Path metadata;
  private final Map<String, Long> seen = new HashMap<>();
  private JsonNode root;

  /** A device of the model board that was built with a repository's first root. */
  OldDevice(Path repository) throws IOException {
    this.metadata = repository.resolve("metadata");
    this.root = read("1.root.json").get("signed");
  }

  /** Takes up all that is published, or fails. */
  void refresh() throws IOException {
    while (Files.exists(metadata.resolve(root.get("version").asLong() + 1 + ".root.json"))) {
      JsonNode next = read(root.get("version").asLong() + 1 + ".root.json");
      requireSigned("root", next, root.get("keys"), root.at("/roles/root"));
      requireSigned("root", next, next.at("/signed/keys"), next.at("/signed/roles/root"));
      root = next.get("signed");
    }
    JsonNode timestamp = top("timestamp", "timestamp.json");
    JsonNode snapshot = top("snapshot",
        timestamp.at("/meta/snapshot.json/version").asLong() + ".snapshot.json");
    JsonNode targets = top("targets", version(snapshot, "targets") + ".targets.json");
    for (JsonNode role : targets.at("/delegations/roles")) {
      String name = role.get("name").asText();
      if (name.startsWith("board-") && snapshot.get("meta").has(name + ".json")) {
        JsonNode file = read(version(snapshot, name) + "." + name + ".json");
        requireSigned(name, file, targets.at("/delegations/keys"), role);
      }
    }
  }

  private static long version(JsonNode snapshot, String role) {
    return snapshot.get("meta").get(role + ".json").get("version").asLong();
  }

  private JsonNode top(String role, String name) throws IOException {
    JsonNode file = read(name);
    requireSigned(role, file, root.get("keys"), root.get("roles").get(role));
    long version = file.at("/signed/version").asLong();
    assertThat(version).as(name).isGreaterThanOrEqualTo(seen.getOrDefault(role, 0L));
    seen.put(role, version);
    return file.get("signed");
  }

  private JsonNode read(String name) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(metadata.resolve(name)));
  }

  private static void requireSigned(String role, JsonNode file, JsonNode keys, JsonNode rule) {
    byte[] message = CanonicalJson.encode(file.get("signed"));
    Set<String> signed = new HashSet<>();
    for (JsonNode id : rule.get("keyids")) {
      JsonNode key = keys.get(id.asText());
      if (key != null && key.get("scheme").asText().equals("ed25519")) {
        for (JsonNode signature : file.get("signatures")) {
          if (signature.get("keyid").equals(id)
              && verifies(key.at("/keyval/public").asText(), message,
                  signature.get("sig").asText())) {
            signed.add(key.at("/keyval/public").asText());
          }
        }
      }
    }
    assertThat(signed.size()).as(role + " for a device that knows Ed25519 alone")
        .isGreaterThanOrEqualTo(rule.get("threshold").asInt());
  }

  private static boolean verifies(String key, byte[] message, String signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(ED25519 + key))));
      verifier.update(message);
      return verifier.verify(HexFormat.of().parseHex(signature));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
